"""JavaScript that starts from a snapshot of Node's own start cannot be told from JavaScript that does not."""

import os
import re
import time
from collections.abc import Iterator

import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Outcome
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox
from executor.tests.warm_javascript_programs import PROGRAMS

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=5, idle_seconds=20, memory_mib=384)


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    sandbox = DockerSandbox(image=IMAGE)
    why_not = sandbox.why_not()
    require(not why_not, f"the docker sandbox: {why_not}")
    opened = sandbox.open("javascript", LIMITS, "t")
    yield opened
    opened.close()
    sandbox.close()


def ran(box: StreamBox, source: str, stdin: bytes = b"", *, warm: bool, limits: Limits = LIMITS) -> Outcome:
    artifact = box.compile(source, COMPILE_LIMITS).artifact
    assert artifact is not None
    box.warm = warm
    for _ in range(50):
        outcome = box.run(artifact, stdin, limits)
        if outcome.warm is warm:
            return outcome
        time.sleep(0.1)  # until the next are started
    raise AssertionError("nothing was started ahead")


def told(outcome: Outcome) -> dict[str, object]:
    """What a program shows of itself, but for its pid and addresses in a crash report."""
    seen = {name: getattr(outcome, name) for name in ("stop", "exit_code", "signal", "truncated")}
    for name in ("stdout", "stderr"):
        text = re.sub(rb"0x[0-9a-f]+|\(node:\d+\)", b"#", getattr(outcome, name))
        seen[name] = text if outcome.signal != "SIGABRT" else b""
    return seen


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
