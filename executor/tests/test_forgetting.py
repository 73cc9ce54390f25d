"""What was compiled long ago is forgotten: its place is free again, it cannot be run, and the box goes on."""

from collections.abc import Iterator

import pytest

from executor.core.limits import Limits
from executor.core.sandbox import BoxFault, Sandbox
from executor.tests.both_ways import artifact_of, open_box, real_sandbox

pytestmark = pytest.mark.sandbox
LIMITS = Limits(cpu_seconds=10, idle_seconds=20, memory_mib=256)
FREE = {  # how many bytes are free where artifacts lie
    "python": "import os; at = os.statvfs('.'); print(at.f_bfree * at.f_frsize)",
    "cpp": '#include <sys/statvfs.h>\n#include <cstdio>\nint main() { struct statvfs at; statvfs(".", &at); '
    'std::printf("%llu\\n", (unsigned long long)at.f_bfree * at.f_frsize); }',
    "java": "package a.b; public class Main { static class In {} public static void main(String[] a) { "
    'System.out.println(new java.io.File(".").getFreeSpace()); } }',
}


@pytest.fixture(scope="module", params=["bubblewrap", "docker"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with real_sandbox(request.param) as made:
        yield made


@pytest.mark.parametrize("language", FREE)
def test_a_forgotten_artifact_is_gone_and_the_box_goes_on(sandbox: Sandbox, language: str) -> None:
    with open_box(sandbox, language, LIMITS) as box:
        looking = artifact_of(box, FREE[language])
        taken = [artifact_of(box, f"{FREE[language]}\n{'#' if language == 'python' else '//'} {n}") for n in range(3)]

        def free() -> int:
            outcome = box.run(looking, b"", LIMITS)
            assert outcome.exit_code == 0, outcome
            return int(outcome.stdout)

        free()
        before = free()
        for artifact in taken:
            box.forget(artifact)
        after = free()
        assert after >= before + (3 * 4096 if language != "python" else 0)
        assert box.run(artifact_of(box, FREE[language] + "\n"), b"", LIMITS).exit_code == 0
        assert box.reusable
        with pytest.raises(KeyError):
            box.run(taken[0], b"", LIMITS)


def test_the_agent_does_not_run_what_it_has_forgotten(sandbox: Sandbox) -> None:
    with open_box(sandbox, "cpp", LIMITS) as box:
        artifact = artifact_of(box, FREE["cpp"])
        kept = box._programs[artifact]
        box.forget(artifact)
        box._programs[artifact] = kept
        with pytest.raises(BoxFault, match="an artifact that this box does not have"):
            box.run(artifact, b"", LIMITS)
