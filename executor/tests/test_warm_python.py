"""A Python run that is forked from a zygote cannot be told from one that is started cold: one corpus, both ways."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Outcome, Sandbox, Stop
from executor.sandboxes.bubblewrap import privileged
from executor.sandboxes.stream import StreamBox
from executor.tests.both_ways import artifact_of, open_box, real_sandbox, told
from executor.tests.test_bubblewrap import alive, descendants, eventually
from executor.tests.warm_python_programs import PROGRAMS

pytestmark = pytest.mark.sandbox
LIMITS = Limits(cpu_seconds=5, idle_seconds=20, memory_mib=256, output_kib=1024)
ADDRESSES = rb"0x[0-9a-f]{6,}"  # of objects in memory: others at each start


@pytest.fixture(scope="module", params=["bubblewrap", "docker"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    if request.param == "bubblewrap":
        require(privileged(), "root, for bubblewrap's privileged mode: only there a zygote can change its uid")
    with real_sandbox(request.param) as made:
        yield made


@pytest.fixture(scope="module")
def box(sandbox: Sandbox) -> Iterator[StreamBox]:
    with open_box(sandbox, "python", LIMITS) as opened:
        yield opened


def ran(box: StreamBox, source: str, stdin: bytes = b"", *, warm: bool, limits: Limits = LIMITS) -> Outcome:
    """The first try has to be as it should: a zygote is there from the start, and forks at once."""
    artifact = artifact_of(box, source)
    box.warm = warm
    outcome = box.run(artifact, stdin, limits)
    assert outcome.warm is warm
    return outcome


@pytest.mark.parametrize("name", PROGRAMS)
def test_warm_is_as_cold(box: StreamBox, name: str) -> None:
    source, stdin = PROGRAMS[name]
    cold = ran(box, source, stdin, warm=False)
    warm = ran(box, source, stdin, warm=True)
    assert told(warm, differs=ADDRESSES) == told(cold, differs=ADDRESSES)


def test_the_corpus_does_what_it_says(box: StreamBox) -> None:
    """That both ways agree would be little if both said nothing."""
    outcomes = [ran(box, source, stdin, warm=True) for source, stdin in PROGRAMS.values()]
    assert len(PROGRAMS) >= 100
    assert sum(bool(one.stdout or one.stderr or one.exit_code or one.signal) for one in outcomes) >= len(PROGRAMS) - 5
    assert sum(one.exit_code == 0 for one in outcomes) > 60


def test_processor_time_is_the_runs_own(box: StreamBox) -> None:
    spin = "import time\nwhile time.process_time() < 0.3: pass"
    for _ in range(3):
        assert 290 <= ran(box, spin, warm=True).cpu_ms < 450
    assert ran(box, "pass", warm=True).cpu_ms < 100


def test_processor_time_decides_the_time_limit(box: StreamBox, sandbox: Sandbox) -> None:
    limits = Limits(cpu_seconds=0.5, idle_seconds=5)
    other = sandbox.open("python", limits, "t")
    assert isinstance(other, StreamBox)
    outcome = ran(other, "while True: pass", warm=True, limits=limits)
    assert outcome.stop is Stop.TIME
    assert 500 <= outcome.cpu_ms < 800
    assert ran(other, "print('next')", warm=True, limits=limits).stdout == b"next\n"
    other.close()


def test_memory_counts_what_was_started_ahead(box: StreamBox) -> None:
    source = "import time\nkept = b'x' * (50 << 20)\ntime.sleep(0.05)"
    cold, warm = (ran(box, source, warm=warm).memory_kib for warm in (False, True))
    assert warm > 50 << 10
    assert abs(warm - cold) < 6 << 10, (warm, cold)


def test_memory_limit(sandbox: Sandbox) -> None:
    opened = sandbox.open("python", LIMITS, "t")
    assert isinstance(opened, StreamBox)
    outcome = ran(opened, "kept = []\nwhile True: kept.append(bytearray(1 << 20))", warm=True)
    assert outcome.stop is Stop.MEMORY
    assert ran(opened, "print('next')", warm=True).stdout == b"next\n"
    opened.close()


def test_other_limits_start_another_zygote(sandbox: Sandbox) -> None:
    opened = sandbox.open("python", LIMITS, "t")
    assert isinstance(opened, StreamBox)
    other = Limits(cpu_seconds=1, idle_seconds=5, memory_mib=128)
    source = "import resource; print(resource.getrlimit(resource.RLIMIT_STACK)[0] >> 20)"
    artifact = opened.compile(source, COMPILE_LIMITS).artifact
    assert artifact
    outcomes = [opened.run(artifact, b"", limits) for limits in (LIMITS, other, other, LIMITS, LIMITS)]
    assert [one.stdout for one in outcomes] == [b"224\n", b"112\n", b"112\n", b"224\n", b"224\n"]
    assert [one.warm for one in outcomes] == [True, False, True, False, True]
    assert opened.reusable
    opened.close()


def test_no_run_can_touch_the_zygote(box: StreamBox) -> None:
    source = """
import os
found = []
for pid in filter(str.isdigit, os.listdir("/proc")):
    if int(pid) in (1, os.getpid()): continue
    for what, act in {
        "kill": lambda: os.kill(int(pid), 9), "memory": lambda: open(f"/proc/{pid}/mem", "r+b"),
        "descriptors": lambda: os.listdir(f"/proc/{pid}/fd"), "secrets": lambda: open(f"/proc/{pid}/environ").read(),
        "oom": lambda: open(f"/proc/{pid}/oom_score_adj", "w").write("1000"),
    }.items():
        try: act(); found.append(what)
        except OSError: pass
    print("tried")
print(found)"""
    told = ran(box, source, warm=True).stdout
    assert told.startswith(b"tried\n")
    assert told.endswith(b"\n[]\n")
    assert ran(box, "print('alive')", warm=True).stdout == b"alive\n"


def test_a_zygote_that_dies_is_started_again() -> None:
    require(privileged(), "root, for bubblewrap's privileged mode")
    before = set(zygotes(os.getpid()))
    with real_sandbox("bubblewrap") as sandbox, open_box(sandbox, "python", LIMITS) as opened:
        assert ran(opened, "print(1)", warm=True).stdout == b"1\n"
        (zygote,) = set(zygotes(os.getpid())) - before
        opened.warm = False  # nothing is started ahead: it is idle
        artifact = artifact_of(opened, "print(2)")
        opened.run(artifact, b"", LIMITS)
        os.kill(zygote, signal.SIGKILL)
        eventually(lambda: not alive(zygote))
        opened.warm = True
        outcomes = [opened.run(artifact, b"", LIMITS) for _ in range(3)]
        assert [one.stdout for one in outcomes] == [b"2\n"] * 3
        assert outcomes[-1].warm
        assert opened.reusable


def zygotes(parent: int) -> list[int]:
    """The zygotes of all that a process has started."""
    return [pid for pid in descendants(parent) if is_zygote(pid)]


def is_zygote(pid: int) -> bool:
    with contextlib.suppress(OSError):
        is_root = "\nUid:\t0\t" in Path(f"/proc/{pid}/status").read_text()
        return is_root and Path(f"/proc/{pid}/cmdline").read_bytes() == b"/usr/bin/python3\0main.py\0"
    return False


def test_every_run_has_another_uid_and_leaves_nothing(box: StreamBox) -> None:
    source = "import os; print(os.getuid(), os.listdir('.'))\nopen('left', 'w').write('x'); open('/tmp/left', 'w')"
    told = [ran(box, source, warm=True).stdout for _ in range(5)]
    assert len(set(told)) == 5
    assert all(line.endswith(b"['main.py']\n") for line in told)
