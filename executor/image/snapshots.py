"""Makes start-up snapshots: what a runtime works out at every start, worked out once while the image is built.

javac.jsa       javac's own classes, parsed and verified (class data sharing); the JVM checks that it fits and else
                goes on without it
node-<MiB>.blob Node's own start, before any script, for one heap limit, which V8 insists on; Debian's Node is built
                without the one that upstream's has inside
gate.jsa, compiler-gate.jsa  the same for JVMs that are started ahead, and what they do before they wait

And what is started ahead waits with, from executor/agent: gate.jar, McsGate.exe and the samples that compilers
compile before they wait, which all go where the agent lies.

Standard library only. Usage: python3 -m executor.image.snapshots DIRECTORY AGENT_DIRECTORY
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from executor.core.languages import (
    COMPILE_SNAPSHOT,
    GATE_JAR,
    LANGUAGES,
    MCS_GATE,
    MONO_GATE,
    MONO_LIBRARIES,
    Program,
    ahead_argv,
    ahead_compile_argv,
    compile_argv,
    node_snapshot,
    run_argv,
)
from executor.core.limits import Limits

HEAPS_MIB = (96, 192, 384, 768)  # JavaScript's share of the limits that questions mostly have
SECONDS = 300
JAVA = """import java.io.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class Main {
    record Pair(int a, String b) {}
    enum Kind { FEW, MANY }
    interface Shape { double area(); }
    static <T extends Comparable<T>> T largest(Collection<T> of) { return Collections.max(of); }

    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in));
        Map<String, List<Integer>> found = new TreeMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine())
            found.computeIfAbsent(line.trim(), key -> new ArrayList<>()).add(line.length());
        Shape shape = () -> 1.5;
        var queue = new PriorityQueue<int[]>((x, y) -> x[0] - y[0]);
        queue.add(new int[] {1, 2});
        String kind = switch (found.size() > 3 ? Kind.MANY : Kind.FEW) { case FEW -> "few"; default -> "many"; };
        System.out.printf("%d %s %.2f%n", largest(List.of(3, 1)), new Pair(1, kind), shape.area());
        System.out.println(Stream.of(3, 1, 2).map(n -> n * 2).sorted().collect(Collectors.toList()) + " " + queue);
        try (var scanner = new Scanner("1 2")) { System.out.println(scanner.nextInt() + scanner.nextLong()); }
    }
}
"""


def build(directory: Path, gates: Path) -> None:
    """Make every snapshot in a directory, and every gate in another, which holds their sources in `java` and `csharp`.

    CalledProcessError, OSError where one cannot be made or is not taken.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        _java_gates(directory, gates, Path(scratch))
        _run(["mcs", f"-r:{MONO_LIBRARIES}/mcs.exe", f"-out:{gates / MCS_GATE}", "csharp/McsGate.cs"], gates)
        _run(["mcs", "-langversion:latest", f"-out:{gates / MONO_GATE}", "csharp/MonoGate.cs"], gates)
        (gates / "csharp" / "Main.cs").rename(gates / "Main.cs")
        _javac(directory, Path(scratch))
        for mib in HEAPS_MIB:
            _node(directory, Path(scratch), Limits(memory_mib=mib))


def _javac(directory: Path, scratch: Path) -> None:
    laid = Program("Main.java", "Main")
    (scratch / laid.file).write_text(JAVA, encoding="utf-8")
    javac, *words = compile_argv(LANGUAGES["java"], laid)
    archive = directory / COMPILE_SNAPSHOT["java"]
    _run([javac, f"-J-XX:ArchiveClassesAtExit={archive}", *words], scratch)
    _run([javac, f"-J-XX:SharedArchiveFile={archive}", "-J-Xshare:on", *words], scratch)


def _java_gates(directory: Path, gates: Path, scratch: Path) -> None:
    """Compile them, and dump the classes that each loads until it waits: its gate is a file here."""
    classes = scratch / "classes"
    _run(["javac", "-d", str(classes), *map(str, sorted((gates / "java").glob("*.java")))], scratch)
    _run(["jar", "--create", "--file", str(gates / GATE_JAR), "-C", str(classes), "."], scratch)
    (gates / "Main.java").write_text(JAVA, encoding="utf-8")
    (scratch / "Sample.java").write_text("public class Sample { public static void main(String[] a) {} }")
    row, laid, cwd = LANGUAGES["java"], Program("Main.java", "Main"), str(scratch)
    both = ("gate.jsa", "compiler-gate.jsa")
    for command, told in (
        (ahead_argv(row, laid, Limits(), cwd, both, (GATE_JAR,)), "coding_engine.Gate$Sample"),
        (ahead_compile_argv(row, cwd, both, (GATE_JAR,)), "Sample.java"),
    ):
        java, archive, *words = command
        path = archive.partition("=")[2]
        (scratch / ".gate").write_text(told)
        _run([java, f"-XX:ArchiveClassesAtExit={path}", *(w for w in words if not w.startswith("-Xlog"))], scratch)
        _run([java, archive, "-Xshare:on", *words], scratch)
    for name in (".gate", "Sample.java", "Sample.class"):
        (scratch / name).unlink()


def _node(directory: Path, scratch: Path, limits: Limits) -> None:
    (scratch / "empty.js").write_text("", encoding="utf-8")
    (scratch / "main.js").write_text("console.log(6 * 7)", encoding="utf-8")
    row = LANGUAGES["javascript"]
    blob = directory / node_snapshot(limits)
    node, *flags, script = run_argv(row, Program("main.js", "main.js"), "", limits)
    _run([node, *flags, "--snapshot-blob", str(blob), "--build-snapshot", "empty.js"], scratch)
    if _run([node, "--snapshot-blob", str(blob), *flags, script], scratch) != "42\n":
        raise OSError(f"{blob} does not work")


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=SECONDS)
    return done.stdout


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
