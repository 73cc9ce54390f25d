"""javac that starts from an archive of its own classes says and makes what it does without."""

import os
from collections.abc import Iterator

import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Compiled
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox
from executor.tests import programs

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=10, idle_seconds=20, memory_mib=512)

SOURCES = {
    "sum": programs.SUM["java"],
    "class file, byte by byte": """
        import java.nio.file.*; import java.util.*;
        public class Digest {
            record R(int a, List<String> b) {}
            sealed interface S permits A, B {} record A() implements S {} record B() implements S {}
            public static void main(String[] args) throws Exception {
                Runnable r = () -> System.out.println(new R(1, List.of("x")));
                r.run();
                S s = new B();
                System.out.println(switch (s) { case A a -> "A"; case B b -> "B"; });
                try (var files = Files.newDirectoryStream(Path.of(System.getProperty("java.class.path")), "*.class")) {
                    var found = new TreeMap<String, Integer>();
                    for (Path p : files) found.put(p.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(p)));
                    System.out.println(found);
                }
            }
        }""",
    "error": 'public class X { int f() { return "a"; } }',
    "several errors": "class A { void f() { int x = 1; int x = 2; y = 3; undefined(); } }",
    "syntax error": "public class A { void f( { } }",
    "warnings": "import java.util.*; class A { static void main(String[] a) { List l = new ArrayList(); l.add(1); } }",
    "deprecated": "class A { public static void main(String[] a) { new Integer(5); Thread.currentThread().stop(); } }",
    "not text": 'class A { String s = "\\uD800 \u00e4\u20ac"; \u0000 }',
    "nothing": "",
    "missing import": "import does.not.Exist; class A {}",
    "a generic mistake": "import java.util.*; class A { List<List<Integer>> m = new ArrayList<List<String>>(); }",
}


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    sandbox = DockerSandbox(image=IMAGE)
    why_not = sandbox.why_not()
    require(not why_not, f"the docker sandbox: {why_not}")
    opened = sandbox.open("java", LIMITS, "t")
    yield opened
    opened.close()
    sandbox.close()


def told(box: StreamBox, source: str, *, warm: bool) -> tuple[object, ...]:
    box.warm = warm
    compiled: Compiled = box.compile(source, COMPILE_LIMITS)
    assert compiled.outcome is not None
    said = (compiled.outcome.exit_code, compiled.outcome.stdout, compiled.outcome.stderr)
    if compiled.artifact is None:
        return said
    ran = box.run(compiled.artifact, b"1 2\n", LIMITS)
    return (*said, ran.exit_code, ran.stdout, ran.stderr)


@pytest.mark.parametrize("name", SOURCES)
def test_an_archive_makes_no_difference(box: StreamBox, name: str) -> None:
    assert told(box, SOURCES[name], warm=True) == told(box, SOURCES[name], warm=False)


def test_it_costs_less(box: StreamBox) -> None:
    spent: dict[bool, list[int]] = {True: [], False: []}
    for n in range(10):
        box.warm = bool(n % 2)
        outcome = box.compile(f"{programs.SUM['java']} // {n}", COMPILE_LIMITS).outcome
        assert outcome is not None
        spent[bool(n % 2)].append(outcome.cpu_ms)
    assert sorted(spent[True])[2] < 0.9 * sorted(spent[False])[2], spent
