"""mcs and C# programs that are started ahead, and have rehearsed, say and do what they do without."""

from collections.abc import Iterator

import pytest

from executor.core.limits import Limits
from executor.sandboxes.stream import StreamBox
from executor.tests.both_ways import compiled, open_box, ran, real_sandbox, told
from executor.tests.warm_csharp_programs import PROGRAMS, SOURCES

pytestmark = pytest.mark.docker
LIMITS = Limits(cpu_seconds=5, idle_seconds=20, memory_mib=384)


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    with real_sandbox("docker") as sandbox, open_box(sandbox, "csharp", LIMITS) as opened:
        yield opened


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
    cold, warm = (ran(box, artifact, stdin, LIMITS, warm=warm) for warm in (False, True))
    assert told(warm) == told(cold)
