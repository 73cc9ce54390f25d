"""A fake behind the sandbox port: boxes whose outcomes are written by the test. Everything else stays real."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from executor.core.sandbox import Box, BoxFault, Compiled, LanguageAbsent, Outcome, SandboxInfo, Stop

EXITED = Outcome(Stop.EXITED, 0, None, cpu_ms=7, wall_ms=11, memory_kib=1500, stdout=b"", stderr=b"")


def outcome(**changes: object) -> Outcome:
    """A clean exit with nothing printed, but for `changes`."""
    return replace(EXITED, **changes)  # type: ignore[arg-type]


@dataclass
class FakeBox:
    """Answers `run` with the next of `outcomes` (an exception is raised, a function gets the stdin)."""

    id: str
    language: str
    outcomes: list[Outcome | BoxFault | Callable[[bytes], Outcome]]
    compiled: Compiled | BoxFault
    limits: Limits = field(default_factory=Limits)  # that it was opened with
    reusable: bool = True
    core: int | None = None
    closed: int = 0
    gone: bool = False  # as when its container was removed
    sources: list[str] = field(default_factory=list)
    inputs: list[bytes] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def compile(self, source: str, limits: Limits) -> Compiled:
        self.sources.append(source)
        if isinstance(self.compiled, BoxFault):
            raise self.compiled
        return self.compiled

    def run(self, artifact: str, stdin: bytes, limits: Limits) -> Outcome:
        self.inputs.append(stdin)
        found = self.outcomes.pop(0)
        if isinstance(found, BoxFault):
            self.reusable = False
            raise found
        return found(stdin) if callable(found) else found

    def alive(self) -> bool:
        return not self.gone

    def export(self, artifact: str) -> bytes:
        return artifact.encode()

    def adopt(self, source: str, exported: bytes) -> str:
        self.sources.append(source)
        return exported.decode()

    def forget(self, artifact: str) -> None:
        self.forgotten.append(artifact)

    def close(self) -> None:
        self.closed += 1


@dataclass
class FakeSandbox:
    """Opens FakeBoxes; `fault` makes open fail. Each box takes its outcomes from the sandbox's list."""

    outcomes: list[Outcome | BoxFault | Callable[[bytes], Outcome]] = field(default_factory=list)
    compiled: Compiled | BoxFault = field(default_factory=lambda: Compiled("/box/a1"))
    fault: BoxFault | None = None
    name: str = "fake"
    boxes: list[FakeBox] = field(default_factory=list)
    closed: bool = False
    spares: int = 0  # that are the tenant's own
    nobodys: int = 0  # spares, too

    def open(self, language: str, limits: Limits, tenant: str) -> Box:
        if self.fault is not None:
            raise self.fault
        if language not in LANGUAGES:
            raise LanguageAbsent(language, self.name)
        box = FakeBox(f"fake-{len(self.boxes) + 1}", language, self.outcomes, self.compiled, limits)
        self.boxes.append(box)
        return box

    def spare(self, language: str, limits: Limits, tenant: str, own: bool) -> Box | None:
        """Another box where the test says how many there are."""
        if self.spares:
            self.spares -= 1
        elif self.nobodys and not own:
            self.nobodys -= 1
        else:
            return None
        return self.open(language, limits, tenant)

    def probe(self) -> SandboxInfo:
        return SandboxInfo(self.name, dict.fromkeys(LANGUAGES, "1.0"))

    def close(self) -> None:
        self.closed = True
