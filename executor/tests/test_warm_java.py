"""javac and programs that are started ahead, and have rehearsed, say and do what they do without."""

from collections.abc import Iterator

import pytest

from executor.core.limits import COMPILE_LIMITS, Limits
from executor.sandboxes.stream import StreamBox
from executor.tests import programs
from executor.tests.both_ways import compiled, open_box, ran, real_sandbox, told
from executor.tests.warm_java_programs import PROGRAMS

pytestmark = pytest.mark.docker
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
    "undefined Gate": "class A { public static void main(String[] a) { System.out.println(Gate.class); } }",
    "missing import": "import does.not.Exist; class A {}",
    "a generic mistake": "import java.util.*; class A { List<List<Integer>> m = new ArrayList<List<String>>(); }",
}


@pytest.fixture(scope="module")
def box() -> Iterator[StreamBox]:
    with real_sandbox("docker") as sandbox, open_box(sandbox, "java", LIMITS) as opened:
        yield opened


@pytest.mark.parametrize("name", SOURCES)
def test_a_compiler_that_was_started_ahead_makes_no_difference(box: StreamBox, name: str) -> None:
    cold, warm = (compiled(box, SOURCES[name], warm=warm) for warm in (False, True))
    assert cold.outcome is not None
    assert warm.outcome is not None
    assert told(warm.outcome) == told(cold.outcome)
    if cold.artifact and warm.artifact:
        first, second = (ran(box, made, b"1 2\n", LIMITS, warm=False) for made in (cold.artifact, warm.artifact))
        assert told(second) == told(first)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_cannot_tell_that_it_was_started_ahead(box: StreamBox, name: str) -> None:
    source, stdin = PROGRAMS[name]
    artifact = compiled(box, source, warm=False).artifact
    assert artifact
    cold = ran(box, artifact, stdin, LIMITS, warm=False)
    declined = cold.stderr.startswith(b"Error: ")  # what `java` says itself, it says itself
    warm = ran(box, artifact, stdin, LIMITS, warm=not declined)
    assert told(warm) == told(cold)


def test_it_costs_less(box: StreamBox) -> None:
    spent: dict[bool, list[int]] = {True: [], False: []}
    for n in range(10):
        box.warm = bool(n % 2)
        outcome = box.compile(f"{programs.SUM['java']} // {n}", COMPILE_LIMITS).outcome
        assert outcome is not None
        spent[bool(n % 2)].append(outcome.cpu_ms)
    assert sorted(spent[True])[2] < 0.9 * sorted(spent[False])[2], spent
