"""A compiled program of too many files or directories is refused, and leaves nothing; a deep one that is not, runs."""

import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=10, idle_seconds=20, memory_mib=512)
TOO_MANY = b"The program is made of too many files."


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    with closing(DockerSandbox(image=IMAGE)) as sandbox:
        why_not = sandbox.why_not()
        require(not why_not, f"the docker sandbox: {why_not}")
        with closing(sandbox.open("java", LIMITS, "t")) as opened:
            yield opened


def program(depth: int, classes: int) -> str:
    """In a package of that depth, with so many classes beside its own."""
    package = ".".join(["p"] * depth)
    inner = "".join(f"static class C{n} {{}} " for n in range(classes))
    main = "public static void main(String[] args) { System.out.println(42); }"
    return f"package {package};\npublic class Main {{ {inner} {main} }}\n"


@pytest.mark.parametrize(("depth", "classes"), [(1, 1), (200, 1), (20, 900)])
def test_within_the_bound(box: StreamBox, depth: int, classes: int) -> None:
    made = box.compile(program(depth, classes), COMPILE_LIMITS)
    assert made.artifact is not None, made.outcome
    assert box.run(made.artifact, b"", LIMITS).stdout == b"42\n"


@pytest.mark.parametrize(("depth", "classes"), [(1005, 1), (1, 1005)])
def test_beyond_it(box: StreamBox, depth: int, classes: int) -> None:
    made = box.compile(program(depth, classes), COMPILE_LIMITS)
    assert made.artifact is None
    assert made.outcome is not None
    assert TOO_MANY in made.outcome.stderr
    after = box.compile(program(2, 1), COMPILE_LIMITS)
    assert after.artifact is not None
    assert box.run(after.artifact, b"", LIMITS).stdout == b"42\n"
