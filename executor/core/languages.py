"""The languages: a table of data, and two functions that turn a row into argument lists.

Adding one is one row here, its two argv cases, one line in the image and its programs in the language tests.
"""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field

from executor.core.cpp_source import headers_of
from executor.core.java_source import java_names
from executor.core.limits import Limits
from executor.core.python_source import leaves_quietly

CPP_FLAGS = ("-std=c++20", "-O2", "-pipe", "-fdiagnostics-color=never", "-fmax-errors=30")
PRECOMPILED = "/opt/headers"  # in a box, where there are any: built with exactly CPP_FLAGS by executor.image.headers
GATES = "/opt/agent"  # in a box, beside the agent: what runtimes that are started ahead wait with
SNAPSHOTS = "/opt/snapshots"  # in a box, where there are any: made by executor.image.snapshots
GATE_JAR, MCS_GATE, MONO_GATE = "gate.jar", "McsGate.exe", "MonoGate.exe"
REHEARSALS = "3"  # how often a compiler that is started ahead compiles our sample
COMPILE_SNAPSHOT = {"java": "javac.jsa"}
JVM_ITSELF_MIB = 16  # what a JVM holds beside its heap: with it, 90 % of a limit can be used, and 110 % cannot
JVM_SMALL = ("-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData")


@dataclass(frozen=True, slots=True)
class Language:
    """One row. `copied`: what is run is laid into each run's own directory; else it stays where it was compiled.

    cpu, memory: multipliers of a question's limits. processes: the most processes and threads at once.
    warm: the agent keeps a started interpreter to fork from. ahead: how many runs it keeps started ahead.
    resident_mib: what of such a run's memory counts as its own when it is let go: the rest are our rehearsals.
    ahead_mib, ahead_processes: what all that waits in a box holds, processes and threads: room that runs do not get.
    stack_mib: the most of a first thread's stack; it is bounded by the memory limit as well.
    declines: what waits may say that only a cold start does a program rightly, and is believed.
    out_of_memory: what the runtime prints when it refuses to allocate (its own bound, never RLIMIT_AS).
    """

    name: str
    label: str
    aliases: tuple[str, ...]
    file: str
    version: tuple[str, ...]  # the command whose first line is the version; absent where it cannot run
    packages: str  # of Debian, for who must install it
    compiled: bool = False
    copied: bool = False
    warm: bool = False
    ahead: int = 1
    resident_mib: int = 1 << 20
    ahead_mib: int = 0
    ahead_processes: int = 2
    declines: bool = False
    cpu: float = 1.0
    memory: float = 1.0
    processes: int = 64
    stack_mib: int = 256
    env: Mapping[str, str] = field(default_factory=dict)
    out_of_memory: tuple[bytes, ...] = ()

    def scale(self, limits: Limits) -> Limits:
        """A question's limits as they hold for this language."""
        return limits.scaled(cpu=self.cpu, memory=self.memory)


@dataclass(frozen=True, slots=True)
class Program:
    """A source as it is laid down: its file's name; for Java the class that is started; for C++ the precompiled
    headers that suit it: "lean", "full" or "" for none. entry is what a run that was started ahead is told.
    """

    file: str
    entry: str
    headers: str = ""


MONO_LIBRARIES = "/usr/lib/mono/4.5"
_MONO_COMPILER = f"{MONO_LIBRARIES}/mcs.exe"

LANGUAGES: Mapping[str, Language] = {
    row.name: row
    for row in (
        Language(
            name="python",
            label="Python 3",
            aliases=("py", "python3"),
            file="main.py",
            packages="python3",
            version=("/usr/bin/python3", "--version"),
            copied=True,
            warm=True,
            env={"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
            out_of_memory=(b"MemoryError",),
        ),
        Language(
            name="java",
            label="Java",
            aliases=(),
            file="Main.java",
            packages="default-jdk-headless",
            version=("/usr/bin/javac", "-version"),
            compiled=True,
            copied=True,
            ahead=5,
            resident_mib=12,
            ahead_mib=256,
            ahead_processes=120,
            declines=True,
            cpu=2.0,
            memory=2.0,
            processes=256,
            out_of_memory=(
                b"OutOfMemoryError: Java heap space",
                b"OutOfMemoryError: GC overhead limit",
                b"OutOfMemoryError: Metaspace",
                b"OutOfMemoryError: Requested array size",
            ),
        ),
        Language(
            name="cpp",
            label="C++20",
            aliases=("c++", "cxx", "g++"),
            file="main.cpp",
            packages="g++",
            version=("/usr/bin/g++", "--version"),
            compiled=True,
            out_of_memory=(b"std::bad_alloc",),
        ),
        Language(
            name="javascript",
            label="JavaScript (Node)",
            aliases=("js", "node", "nodejs"),
            file="main.js",
            packages="nodejs",
            version=("/usr/bin/node", "--version"),
            copied=True,
            cpu=1.5,
            memory=1.5,
            processes=128,
            ahead=5,
            ahead_mib=80,
            ahead_processes=60,
            out_of_memory=(b"JavaScript heap out of memory", b"Array buffer allocation failed"),
        ),
        Language(
            name="csharp",
            label="C# (Mono)",
            aliases=("c#", "cs"),
            file="Main.cs",
            packages="mono-mcs mono-runtime",
            version=("/usr/bin/mono", _MONO_COMPILER, "--version"),
            compiled=True,
            copied=True,
            ahead=5,
            ahead_mib=80,
            ahead_processes=40,
            declines=True,
            cpu=1.5,
            memory=1.5,
            processes=128,
            stack_mib=64,  # as Java's: how long Mono takes over the end of an endless recursion grows with it
            out_of_memory=(b"System.OutOfMemoryException",),
        ),
    )
}

_NAMES = {alias: row.name for row in LANGUAGES.values() for alias in (row.name, *row.aliases)}


def canonical(name: str) -> str | None:
    """The canonical name of a language or one of its aliases, in any case; None where there is none."""
    return _NAMES.get(name.strip().lower())


def program(language: Language, source: str) -> Program:
    """Where a source goes: a Java file is named after its public class, whatever that is."""
    if language.name == "java":
        return Program(*java_names(source))
    if language.name == "cpp":
        return Program(language.file, language.file, headers_of(source))
    if language.name == "python":
        return Program(language.file, "quiet" if leaves_quietly(source) else "")
    return Program(language.file, language.file)


def compile_argv(language: Language, laid: Program) -> list[str]:
    """The compiler's command, run in the directory that holds the source; empty where nothing is compiled."""
    match language.name:
        case "cpp":
            found = [f"-I{PRECOMPILED}/{laid.headers}"] if laid.headers else []
            return ["/usr/bin/g++", *CPP_FLAGS, *found, "-o", "main", laid.file]
        case "java":
            jvm = [f"-J{flag}" for flag in (*JVM_SMALL, "-XX:TieredStopAtLevel=1", "-Xmx512m")]
            return ["/usr/bin/javac", *jvm, "-proc:none", "-encoding", "UTF-8", "-d", ".", laid.file]
        case "csharp":
            flags = ("-nologo", "-optimize+", "-langversion:latest", "-r:System.Numerics.dll", "-out:main.exe")
            return ["/usr/bin/mono", _MONO_COMPILER, *flags, laid.file]
        case _:
            return []


def run_argv(language: Language, laid: Program, artifact: str, limits: Limits) -> list[str]:
    """The command of one test. `artifact`: the read-only directory that holds what was compiled."""
    match language.name:
        case "python":
            return ["/usr/bin/python3", laid.file]
        case "javascript":
            heap = f"--max-old-space-size={limits.memory_mib}"
            return ["/usr/bin/node", heap, "--stack-size=32768", laid.file]
        case "java":
            most = max(limits.memory_mib - JVM_ITSELF_MIB, limits.memory_mib // 2)
            young = f"-Xmn{max(1, limits.memory_mib // 16)}m"  # the usual third is touched long before it is needed
            bounds = (f"-Xmx{most}m", young, "-Xss64m", "-XX:ReservedCodeCacheSize=32m")
            metaspace = "-XX:MaxMetaspaceSize=64m"
            return ["/usr/bin/java", *JVM_SMALL, *bounds, metaspace, "-cp", ".", laid.entry]
        case "csharp":
            return ["/usr/bin/mono", "main.exe"]
        case _:
            return [f"{artifact}/main"]


def node_snapshot(limits: Limits) -> str:
    """V8 takes a snapshot only with the very flags that it was made with."""
    return f"node-{limits.memory_mib}.blob"


def compile_from_snapshot(language: Language, argv: list[str], present: Container[str]) -> list[str]:
    """A compiler's command that starts from a snapshot, where the box has it."""
    name = COMPILE_SNAPSHOT.get(language.name)
    if not argv or name is None or name not in present:
        return argv
    return [argv[0], *(f"-J{word}" for word in _archive(name)), *argv[1:]]


def run_from_snapshot(language: Language, argv: list[str], limits: Limits, present: Container[str]) -> list[str]:
    """A test's command that starts from a snapshot, where the box has one for these limits."""
    name = node_snapshot(limits)
    if language.name != "javascript" or name not in present:
        return argv
    return [argv[0], "--snapshot-blob", f"{SNAPSHOTS}/{name}", *argv[1:]]


def ahead_argv(
    language: Language, laid: Program, limits: Limits, cwd: str, present: Collection[str], gates: Collection[str]
) -> list[str]:
    """The command of a run that is started ahead and waits at its gate inside the runtime; empty where that cannot be.

    cwd: where the run will find itself. present: the box's snapshots. gates: what it has to wait with.
    """
    if language.name == "javascript" and "node_gate.js" in gates:
        node, *flags, script = run_from_snapshot(language, run_argv(language, laid, "", limits), limits, present)
        return [node, *flags, "--require", f"{GATES}/node_gate.js", f"{cwd}/{script}"]
    if language.name == "java" and {GATE_JAR, "gate.jsa"} <= {*gates, *present}:
        java, *flags, _, _, _ = run_argv(language, laid, "", limits)
        where = (f"-Duser.dir={cwd}", "-cp", f"{GATES}/{GATE_JAR}:{cwd}", "coding_engine.Gate")
        return [java, *_archive("gate.jsa"), *flags, *where]
    if language.name == "csharp" and MONO_GATE in gates:
        return ["/usr/bin/mono", f"{GATES}/{MONO_GATE}"]
    return []


def ahead_compile_argv(language: Language, cwd: str, present: Collection[str], gates: Collection[str]) -> list[str]:
    """The same for a compiler, which has compiled something of ours before it waits; empty where that cannot be."""
    sample = f"{GATES}/{language.file}"
    if language.name == "java" and GATE_JAR in gates and "compiler-gate.jsa" in present:
        _, *words, _ = compile_argv(language, Program(language.file, ""))
        jvm = [word.removeprefix("-J") for word in words if word.startswith("-J")]
        flags = [word for word in words if not word.startswith("-J")]
        where = (f"-Duser.dir={cwd}", "-cp", f"{GATES}/{GATE_JAR}", "coding_engine.CompilerGate", REHEARSALS, sample)
        return ["/usr/bin/java", *_archive("compiler-gate.jsa"), *jvm, *where, *flags]
    if language.name == "csharp" and MCS_GATE in gates:
        mono, _, *flags, _ = compile_argv(language, Program(language.file, ""))
        return [mono, f"{GATES}/{MCS_GATE}", REHEARSALS, sample, *flags]
    return []


def _archive(name: str) -> list[str]:
    """One that does not fit is no matter for the candidate: the JVM goes on without it, and shall not say so."""
    # Not moved about in memory, its pages stay clean and shared: 9 MiB less for each JVM.
    still = ("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0")
    return [f"-XX:SharedArchiveFile={SNAPSHOTS}/{name}", "-Xlog:cds=off", "-Xlog:cds+dynamic=off", *still]


def run_env(language: Language, limits: Limits) -> dict[str, str]:
    """What the language adds to the agent's own allow-list of the environment."""
    if language.name == "csharp":
        return {**language.env, "MONO_GC_PARAMS": f"max-heap-size={max(limits.memory_mib, 32)}m"}
    return dict(language.env)
