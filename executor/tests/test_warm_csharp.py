"""mcs and C# programs that are started ahead, and have rehearsed, say and do what they do without."""

import os
import time
from collections.abc import Iterator

import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Compiled, Outcome
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox
from executor.tests.warm_csharp_programs import PROGRAMS, SOURCES

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=5, idle_seconds=20, memory_mib=384)


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    sandbox = DockerSandbox(image=IMAGE)
    why_not = sandbox.why_not()
    require(not why_not, f"the docker sandbox: {why_not}")
    opened = sandbox.open("csharp", LIMITS, "t")
    yield opened
    opened.close()
    sandbox.close()


def compiled(box: StreamBox, source: str, *, warm: bool) -> Compiled:
    box.warm = warm
    for _ in range(100):
        found = box.compile(source, COMPILE_LIMITS)
        assert found.outcome is not None
        if found.outcome.warm is warm:
            return found
        time.sleep(0.1)  # until the next one stands at its gate
    raise AssertionError("no compiler was started ahead")


def ran(box: StreamBox, artifact: str, stdin: bytes, *, warm: bool) -> Outcome:
    box.warm = warm
    for _ in range(100):
        found = box.run(artifact, stdin, LIMITS)
        if found.warm is warm:
            return found
        time.sleep(0.1)
    raise AssertionError("nothing was started ahead")


def told(outcome: Outcome) -> tuple[object, ...]:
    """What a program shows of itself."""
    return (outcome.stop, outcome.exit_code, outcome.signal, outcome.stdout, outcome.stderr)


@pytest.mark.parametrize("name", SOURCES)
def test_a_compiler_that_was_started_ahead_makes_no_difference(box: StreamBox, name: str) -> None:
    cold, warm = (compiled(box, SOURCES[name], warm=warm) for warm in (False, True))
    assert cold.outcome is not None
    assert warm.outcome is not None
    assert told(warm.outcome) == told(cold.outcome)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_cannot_tell_that_it_was_started_ahead(box: StreamBox, name: str) -> None:
    source, stdin = PROGRAMS[name]
    artifact = compiled(box, source, warm=False).artifact
    assert artifact
    cold, warm = (ran(box, artifact, stdin, warm=warm) for warm in (False, True))
    assert told(warm) == told(cold)
