"""A verdict does not depend on how busy the machine is: the same program beside others that fight for its core."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Stop
from executor.sandboxes.bubblewrap import BubblewrapSandbox

pytestmark = pytest.mark.sandbox
RIVALS = 5


@pytest.fixture(scope="module")
def sandbox() -> Iterator[BubblewrapSandbox]:
    require(shutil.which("bwrap") is not None, "bubblewrap (apt-get install bubblewrap)")
    made = BubblewrapSandbox()
    yield made
    made.close()


@pytest.fixture
def crowded_core() -> Iterator[int]:
    """A core on which other processes compute all the time."""
    core = max(os.sched_getaffinity(0))
    code = f"import os\nos.sched_setaffinity(0, {{{core}}})\nprint('busy', flush=True)\nwhile True: pass"
    command = [sys.executable, "-I", "-S", "-c", code]
    # each in a session of its own: the kernel shares a core between sessions first (autogroup)
    rivals = [subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) for _ in range(RIVALS)]
    try:
        for rival in rivals:
            assert rival.stdout is not None
            assert rival.stdout.readline() == b"busy\n"
        yield core
    finally:
        for rival in rivals:
            rival.kill()
            rival.communicate()


BURN = "import time\nwhile time.process_time() < {seconds}: pass\nprint('done')"
BURN_IN_THREADS = """
import threading, time
def burn():
    while time.thread_time() < {seconds} / 3: pass
threads = [threading.Thread(target=burn) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print('done')"""
BURN_IN_CHILDREN = """
import os, time
for _ in range(5):
    if os.fork() == 0:
        while time.process_time() < {seconds} / 5: pass
        os._exit(0)
    os.wait()
print('done')"""


@pytest.mark.parametrize("source", [BURN, BURN_IN_THREADS, BURN_IN_CHILDREN], ids=["alone", "threads", "children"])
def test_waiting_for_a_core_is_neither_time_nor_idleness(
    sandbox: BubblewrapSandbox, crowded_core: int, source: str
) -> None:
    box = sandbox.open("python", Limits(), "")
    box.core = crowded_core
    artifact = box.compile(source.format(seconds=0.7), COMPILE_LIMITS).artifact
    assert artifact is not None
    started = time.monotonic()
    outcome = box.run(artifact, b"", Limits(cpu_seconds=1.2, idle_seconds=0.9, memory_mib=128))
    wall = time.monotonic() - started
    box.close()
    assert wall > 2.1, "the core was not crowded: this run proves nothing"
    assert (outcome.stop, outcome.stdout) == (Stop.EXITED, b"done\n"), outcome
    assert 600 < outcome.cpu_ms < 1200


def test_a_run_that_does_nothing_is_idle_even_there(sandbox: BubblewrapSandbox, crowded_core: int) -> None:
    box = sandbox.open("python", Limits(), "")
    box.core = crowded_core
    artifact = box.compile("import time; time.sleep(60)", COMPILE_LIMITS).artifact
    assert artifact is not None
    outcome = box.run(artifact, b"", Limits(cpu_seconds=1.0, idle_seconds=1.0, memory_mib=128))
    box.close()
    assert outcome.stop is Stop.IDLE
    assert outcome.wall_ms < 5000
