"""What is judged (Job) and what came of it (Report): plain values, each with a JSON form."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from executor.core.limits import Limits
from executor.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """One test. `expected` None: nothing to compare with (a candidate's own input).

    hidden: the report keeps verdict, rounded time and memory only; never stdout, stderr, exit code or signal.
    """

    id: str
    input: str
    expected: str | None = None
    hidden: bool = True
    points: float = 1.0


@dataclass(frozen=True, slots=True)
class Checker:
    """How an output is compared: lines | exact | tokens | float | unordered | custom, with its options.

    float: {"absolute": 1e-6, "relative": 1e-6}; custom: {"source": a Python program}; the others take none.
    """

    name: str = "lines"
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that is needed to judge, and nothing that says for whom beyond an opaque tenant."""

    language: str  # canonical: python | java | cpp | javascript | csharp
    source: str
    cases: tuple[Case, ...]
    limits: Limits = field(default_factory=Limits)
    checker: Checker = field(default_factory=Checker)
    stop_at_first_failure: bool = False
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test's outcome. Times in ms, memory in KiB. Fields after `message` are empty for hidden tests."""

    __test__ = False  # not a pytest class

    case_id: str
    verdict: Verdict
    cpu_ms: int
    wall_ms: int
    memory_kib: int
    points: float  # earned
    message: str = ""  # a sentence for the candidate; says nothing of hidden data
    exit_code: int | None = None
    signal: str | None = None  # e.g. "SIGSEGV"
    stdout: str | None = None  # NULs and invalid UTF-8 escaped; capped
    stderr: str | None = None
    truncated: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "verdict": Verdict(data["verdict"])})


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a job. `tests` has one entry a case that was run, in order (fewer when stopped early).

    compile_output is the compiler's diagnostics (also warnings of a good compile), at most 64 KiB.
    """

    verdict: Verdict
    tests: tuple[TestResult, ...] = ()
    message: str = ""
    compile_output: str = ""
    compile_ms: int = 0  # wall; 0 where nothing is compiled or the artifact was kept
    run_ms: int = 0  # wall, all tests
    sandbox: str = ""  # docker | bubblewrap | socket
    box_id: str = ""  # container id, or the box's own name
    cpu_ms: int = 0  # all tests and the compile
    memory_kib: int = 0  # the largest test's peak
    compile_cached: bool = False
    fault: str = ""  # for staff: what broke, when verdict is internal_error

    @property
    def passed(self) -> int:
        return sum(t.verdict is Verdict.ACCEPTED for t in self.tests)

    @property
    def points(self) -> float:
        return sum(t.points for t in self.tests)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        tests = tuple(TestResult.from_json(t) for t in data["tests"])
        return cls(**{**data, "verdict": Verdict(data["verdict"]), "tests": tests})


# Events, in the order in which they come: CompileStarted?, CompileDone?, TestDone*, then the Report itself.


@dataclass(frozen=True, slots=True)
class CompileStarted:
    language: str


@dataclass(frozen=True, slots=True)
class CompileDone:
    ok: bool
    output: str
    wall_ms: int


@dataclass(frozen=True, slots=True)
class TestDone:
    __test__ = False

    index: int  # 0-based position in job.cases
    result: TestResult


Event = CompileStarted | CompileDone | TestDone
