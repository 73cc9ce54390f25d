"""A gate may leave a program to the cold way; a program that pretends to be such a gate gets no second try."""

import os
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from conftest import require
from executor.core.languages import LANGUAGES
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Outcome
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=10, idle_seconds=20, memory_mib=512)

JAVA = """
import java.nio.file.*;
public class Main {{
    public static void main(String[] args) throws Exception {{
        Files.createFile(Path.of(".cold"));
        {rest}
    }}
}}
"""
BURN = (
    "var own = java.lang.management.ManagementFactory.getThreadMXBean(); "
    "while (own.getCurrentThreadCpuTime() < 1_000_000_000L) {} "
)
CSHARP = """
class Program {{
    static int Main() {{
        System.IO.File.WriteAllText(".cold", "");
        {rest}
    }}
}}
"""
TRIES = 4  # a busy machine may take longer than the pause to start one ahead
ONE_TRY = {
    "java that says something": ("java", JAVA.format(rest='System.out.println("x"); System.exit(1);')),
    "java that complains": ("java", JAVA.format(rest='System.err.println("x"); System.exit(1);')),
    "java with another exit code": ("java", JAVA.format(rest="System.exit(2);")),
    "java that ends well": ("java", JAVA.format(rest="")),
    "java that has worked": ("java", JAVA.format(rest=BURN + "System.exit(1);")),
    "java that kills itself": ("java", JAVA.format(rest="Runtime.getRuntime().halt(137);")),
    "csharp that says something": ("csharp", CSHARP.format(rest='System.Console.WriteLine("x"); return 1;')),
    "csharp that ends well": ("csharp", CSHARP.format(rest="return 0;")),
    "javascript": ("javascript", "require('fs').writeFileSync('.cold', ''); process.exit(1);\n"),
    "cpp": ("cpp", '#include <cstdio>\nint main() { std::fclose(std::fopen(".cold", "w")); return 1; }\n'),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[DockerSandbox]:
    with closing(DockerSandbox(image=IMAGE)) as made:
        why_not = made.why_not()
        require(not why_not, f"the docker sandbox: {why_not}")
        yield made


def ran_when_one_waits(box: StreamBox, source: str) -> Outcome:
    """The outcome of a run for which one that was started ahead has surely come to its gate."""
    artifact = box.compile(source, COMPILE_LIMITS).artifact
    assert artifact is not None
    box.run(artifact, b"", LIMITS)  # now the agent knows what to start ahead
    time.sleep(3)
    return box.run(artifact, b"", LIMITS)


@pytest.mark.parametrize("name", ONE_TRY)
def test_one_try(sandbox: DockerSandbox, name: str) -> None:
    language, source = ONE_TRY[name]
    limits = LANGUAGES[language].scale(LIMITS)
    with closing(sandbox.open(language, limits, "t")) as box:
        assert any(ran_when_one_waits(box, source).warm for _ in range(TRIES))


@pytest.mark.parametrize(
    ("language", "source"),
    [("java", JAVA.format(rest="System.exit(1);")), ("csharp", CSHARP.format(rest="return 1;"))],
    ids=["java", "csharp"],
)
def test_what_cannot_be_told_from_a_gate_that_declines_is_run_from_nothing(
    sandbox: DockerSandbox, language: str, source: str
) -> None:
    with closing(sandbox.open(language, LANGUAGES[language].scale(LIMITS), "t")) as box:
        outcome = ran_when_one_waits(box, source)
    assert not outcome.warm
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (1, b"", b"")
