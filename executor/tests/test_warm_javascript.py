"""JavaScript that starts from a snapshot of Node's own start cannot be told from JavaScript that does not."""

from collections.abc import Iterator

import pytest

from executor.core.limits import Limits
from executor.core.sandbox import Outcome
from executor.sandboxes.stream import StreamBox
from executor.tests import both_ways
from executor.tests.both_ways import artifact_of, open_box, real_sandbox
from executor.tests.warm_javascript_programs import PROGRAMS

pytestmark = pytest.mark.docker
LIMITS = Limits(cpu_seconds=5, idle_seconds=20, memory_mib=384)


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    with real_sandbox("docker") as sandbox, open_box(sandbox, "javascript", LIMITS) as opened:
        yield opened


def ran(box: StreamBox, source: str, stdin: bytes = b"", *, warm: bool, limits: Limits = LIMITS) -> Outcome:
    return both_ways.ran(box, artifact_of(box, source), stdin, limits, warm=warm)


def told(outcome: Outcome) -> dict[str, object]:
    """But for its pid, addresses, and a crash report."""
    seen = both_ways.told(outcome, differs=rb"0x[0-9a-f]+|\(node:\d+\)")
    return seen if outcome.signal != "SIGABRT" else seen | {"stdout": b"", "stderr": b""}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_snapshot_makes_no_difference(box: StreamBox, name: str) -> None:
    source, stdin = PROGRAMS[name]
    cold = ran(box, source, stdin, warm=False)
    warm = ran(box, source, stdin, warm=True)
    assert told(warm) == told(cold)


def test_no_run_repeats_the_random_numbers_of_another(box: StreamBox) -> None:
    source = "console.log(Math.random(), require('crypto').randomBytes(8).toString('hex'), crypto.randomUUID())"
    words = [ran(box, source, warm=True).stdout.split() for _ in range(4)]
    assert all(len(set(column)) == 4 for column in zip(*words, strict=True)), words


def test_limits_without_a_snapshot_start_without(box: StreamBox) -> None:
    source = "console.log(process.execArgv.join(' '))"
    assert b"snapshot" in ran(box, source, warm=True).stdout
    other = ran(box, source, warm=True, limits=Limits(memory_mib=123))
    assert other.exit_code == 0
    assert b"snapshot" not in other.stdout


def test_memory_limit_of_the_heap(box: StreamBox) -> None:
    source = "const kept = []; for (;;) kept.push(new Array(1 << 17).fill(kept.length + 0.5))"
    outcome = ran(box, source, warm=True)
    assert outcome.stop == "memory" or b"heap out of memory" in outcome.stderr, outcome
