"""The table of languages: names, file names, commands; and what a Java source calls itself."""

import pytest

from executor.core.java_source import java_names
from executor.core.languages import LANGUAGES, canonical, compile_argv, program, run_argv, run_env
from executor.core.limits import Limits


@pytest.mark.parametrize(
    ("given", "name"),
    [
        *((name, name) for name in ("python", "java", "cpp", "javascript", "csharp")),
        *(("py", "python"), ("js", "javascript"), ("node", "javascript"), ("c++", "cpp"), ("c#", "csharp")),
        *(("cs", "csharp"), ("Python", "python"), (" JS ", "javascript"), ("C++", "cpp")),
        *(("", None), ("cobol", None), ("pythonx", None), ("\0", None)),
    ],
)
def test_names_and_aliases(given: str, name: str | None) -> None:
    assert canonical(given) == name


def test_no_alias_means_two_languages() -> None:
    names = [alias for row in LANGUAGES.values() for alias in (row.name, *row.aliases)]
    assert len(names) == len(set(names))
    assert list(LANGUAGES) == ["python", "java", "cpp", "javascript", "csharp"]


@pytest.mark.parametrize("name", LANGUAGES)
def test_commands_are_absolute_and_take_no_shell(name: str) -> None:
    row = LANGUAGES[name]
    laid = program(row, "")
    limits = Limits(memory_mib=100)
    run = run_argv(row, laid, "/box/a7", limits)
    made = compile_argv(row, laid)
    assert bool(made) is row.compiled
    assert row.compiled or row.copied  # an interpreter finds its source in the directory of the run
    for argv in (run, made or ["/"], list(row.version)):
        assert argv[0].startswith("/")
        assert not {"sh", "bash", "-c"} & {word.rpartition("/")[2] for word in argv}
    if row.compiled:
        assert made[-1] == laid.file
        assert any("/box/a7" in word for word in run) is not row.copied
    else:
        assert run[-1] == laid.file


def test_memory_is_bounded_by_the_runtime_itself() -> None:
    limits = Limits(memory_mib=300)
    commands = {name: " ".join(run_argv(row, program(row, ""), "/a", limits)) for name, row in LANGUAGES.items()}
    assert "-Xmx284m -Xmn18m" in commands["java"]  # with what the JVM itself holds: 300 MiB
    assert "--max-old-space-size=300" in commands["javascript"]
    assert run_env(LANGUAGES["csharp"], limits)["MONO_GC_PARAMS"] == "max-heap-size=300m"


def test_limits_are_multiplied() -> None:
    scaled = LANGUAGES["java"].scale(Limits(cpu_seconds=2, idle_seconds=10, memory_mib=256, output_kib=64))
    assert scaled == Limits(cpu_seconds=4, idle_seconds=10, memory_mib=512, output_kib=64)


JAVA = [
    ("", "Main.java", "Main"),
    ("class A { public static void main(String[] a) {} }", "Main.java", "A"),
    ("public class Solution { public static void main(String[] a) {} }", "Solution.java", "Solution"),
    ("class Helper {} public class Zoo { static void main() {} }", "Zoo.java", "Zoo"),
    ("public class Data {} class Run { public static void main(String[] a) {} }", "Data.java", "Run"),
    ("public final class Fin { void main() {} }", "Fin.java", "Fin"),
    ("public abstract strictfp class X { }", "X.java", "X"),
    ("public record R(int a) { public static void main(String... a) {} }", "R.java", "R"),
    ("public enum E { A; public static void main(String[] a) {} }", "E.java", "E"),
    ("public interface I { static void main(String[] a) {} }", "I.java", "I"),
    ("package a.b; public class C { public static void main(String[] a) {} }", "C.java", "a.b.C"),
    ("package a . b ;\nclass C { public static void main(String[] a) {} }", "Main.java", "a.b.C"),
    ("// public class No {}\npublic class Yes { void main() {} }", "Yes.java", "Yes"),
    ("/* public class No {} */ public class Yes { void main() {} }", "Yes.java", "Yes"),
    ('class A { String s = "public class No {"; void main() {} }', "Main.java", "A"),
    ('class A { String s = """\npublic class No { "quoted" """; void main() {} }', "Main.java", "A"),
    ("class A { char c = '{'; void main() {} } public class B {}", "B.java", "A"),
    ("class A { public static class Inner { public static void main(String[] a) {} } }", "Main.java", "A"),
    ("import java.util.*;\npublic class Größe { void main() {} }", "Größe.java", "Größe"),
    ("public class $a_1 { void main() {} }", "$a_1.java", "$a_1"),
    ("@interface T {} public class U { void main() {} }", "U.java", "U"),
    ("class A { int publicclass; void main() {} }", "Main.java", "A"),
    ("class A { Object o = A.class; void main() {} } class B { void main() {} }", "Main.java", "A"),
    ("}}}} class", "Main.java", "Main"),
    ("public class " + "x" * 300 + " {}", "x" * 120 + ".java", "x" * 120),
    ("public class " + "漢" * 120 + " {}", "漢" * 40 + ".java", "漢" * 40),
    ("package " + "a" * 1000 + "; class B {}", "Main.java", "a" * 1000 + ".B"),
    ("\\u002f\\u002a package " + "a" * 70000 + "; \\u002a\\u002f class B {}", "Main.java", "B"),
    ("public class ../../etc/passwd {}", "etc.java", "etc"),
    ("/* never closed public class No {", "Main.java", "Main"),
]


@pytest.mark.parametrize(("source", "file", "entry"), JAVA)
def test_java_names(source: str, file: str, entry: str) -> None:
    assert java_names(source) == (file, entry)


def test_a_hostile_java_source_is_scanned_in_linear_time() -> None:
    for piece in ("/*", '"', '"""', "'", "\\", "{", "public class ", "package a.", "class"):
        name, _ = java_names(piece * (256 * 1024 // len(piece)))
        assert "/" not in name
