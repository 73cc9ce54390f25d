"""The port: what a sandbox must do so that `judge` can work with it, and nothing of how it does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from executor.core.limits import Limits
from executor.errors import Unprocessable


class BoxFault(Exception):
    """The box or its agent broke: never the candidate's fault. The box must not be used again."""


class LanguageAbsent(Unprocessable):
    """This sandbox has no compiler or interpreter for the language: refused, never judged."""

    def __init__(self, language: str, sandbox: str) -> None:
        super().__init__("language", f"{language} is not available in the {sandbox} sandbox here", code="unavailable")


class Stop(StrEnum):
    """What ended a process. Only EXITED is the program's own doing (exit code or signal)."""

    EXITED = "exited"
    TIME = "time"
    IDLE = "idle"
    MEMORY = "memory"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The facts of one run or compile, as the agent measured them; no verdict yet. Times in ms, memory in KiB."""

    stop: Stop
    exit_code: int | None  # None when a signal ended it
    signal: str | None  # e.g. "SIGSEGV"
    cpu_ms: int
    wall_ms: int
    memory_kib: int
    stdout: bytes
    stderr: bytes
    truncated: bool = False  # the output cap cut something off
    warm: bool = False  # forked from an interpreter that was started ahead


@dataclass(frozen=True, slots=True)
class Compiled:
    """What `Box.run` of the same box takes. `outcome` is None where the language is not compiled."""

    artifact: str | None  # None: it did not compile, and `outcome` says why
    outcome: Outcome | None = None
    cached: bool = False


@dataclass(frozen=True, slots=True)
class SandboxInfo:
    """What a sandbox says of itself, for `doctor` and for the list of languages on offer."""

    name: str  # docker | bubblewrap | socket
    languages: Mapping[str, str] = field(default_factory=dict)  # those present → version line
    protections: Mapping[str, str] = field(default_factory=dict)  # e.g. {"landlock": "ABI 7", "seccomp": "yes"}
    missing: tuple[str, ...] = ()  # sentences: what is missing, and how to get it


class Box(Protocol):
    """A place for one tenant's code of one language; one call at a time. Every call may raise BoxFault."""

    id: str  # container id, or the box's own name
    reusable: bool  # False after anything odd: a killed run, an OOM, a fault
    core: int | None  # the CPU to run on; None: any

    def compile(self, source: str, limits: Limits) -> Compiled: ...
    def run(self, artifact: str, stdin: bytes, limits: Limits) -> Outcome: ...
    def export(self, artifact: str) -> bytes: ...  # what another box of the tenant's takes over
    def adopt(self, source: str, exported: bytes) -> str: ...  # the artifact's name here, as if compiled here
    def forget(self, artifact: str) -> None: ...  # delete it: it is not run again
    def alive(self) -> bool: ...  # between two calls, cheap: False where the agent has gone
    def close(self) -> None: ...  # give it back (to a pool) or remove it; never raises, twice is normal


class Sandbox(Protocol):
    """Opens boxes; used by several threads at once."""

    name: str

    def open(self, language: str, limits: Limits, tenant: str) -> Box:
        """A ready box, whose ceiling is the larger of `limits` and the compile's. BoxFault, LanguageAbsent."""

    def spare(self, language: str, limits: Limits, tenant: str, own: bool) -> Box | None:
        """A second box at once, where one waits warm and a core is idle; else None. own: only one that is his already,
        for one of nobody's becomes his, and another has to be opened in its place.
        """

    def probe(self) -> SandboxInfo:
        """Measured once, then kept. BoxFault where nothing can be run."""

    def close(self) -> None: ...  # remove every box; never raises
