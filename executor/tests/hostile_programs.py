"""The hostile programs: what each file's first comment says of it, and the job that it becomes.

    # attack: one sentence
    # expect: time_limit | memory_limit        verdicts that will do; a comma separates those of several cases
    # stdout: blocked                          what the one case must print to be accepted, or
    # case: plant -> planted                   input -> expected output, once a case ("case: 1": nothing compared)
    # limits: cpu=1 idle=3 memory=64 output=64
    # stdin_mib: 8                             the one case's input is that large
    # hidden: yes | first | second             which cases are hidden (default: none)
    # distinct: uid                            what the cases print must differ from case to case
    # bom: yes                                 a byte order mark goes before the source
    # within: 12                               wall seconds that compile and run may take together
    # expect on runsc: time_limit              what else holds on one sandbox (`stdout on` likewise), and
    # why on runsc: one sentence               why that is no hole

@CANARY@ and the like are replaced, in source, input and expected output, by what a test has set up outside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from executor.core.job import Case, Job
from executor.core.limits import Limits
from executor.core.verdicts import Verdict

FOLDER = Path(__file__).parent / "hostile"
LANGUAGES = {".py": "python", ".cpp": "cpp", ".java": "java", ".js": "javascript", ".cs": "csharp"}
_HEADER = re.compile(r"^(?:#|//) ([a-z_]+(?: on [a-z-]+)?): ?(.*)$")
_CODING = re.compile(r"^#.*coding[:=]")
_KEYS = {"attack", "expect", "stdout", "case", "limits", "stdin_mib", "hidden", "distinct", "bom", "within", "why"}
_LIMITS = {"cpu": "cpu_seconds", "idle": "idle_seconds", "memory": "memory_mib", "output": "output_kib"}
_DEFAULT = {"cpu": 3.0, "idle": 5.0, "memory": 256.0, "output": 1024.0}


class BadHeader(ValueError):
    """A hostile program whose first comment does not say what to expect of it."""


@dataclass(frozen=True, slots=True)
class HostileProgram:
    """One file. `expected` has one set of verdicts a case, `cases` one (input, expected output or None)."""

    path: Path
    language: str
    attack: str
    expected: tuple[frozenset[Verdict], ...]
    cases: tuple[tuple[str, str | None], ...]
    hidden: tuple[bool, ...]
    limits: Limits
    distinct: bool
    bom: bool
    within: float

    @property
    def id(self) -> str:
        return str(self.path.relative_to(FOLDER))

    @property
    def category(self) -> str:
        return self.path.parent.name

    def on(self, sandbox: str) -> "HostileProgram":
        """What it has to come to on one sandbox."""
        return load(self.path, sandbox)

    def job(self, words: Mapping[str, str], tenant: str) -> Job:
        """The job, with each @NAME@ in `words` put in its place."""
        source = self.path.read_text(encoding="utf-8")
        cases = tuple(
            Case(str(index), _fill(given, words), None if wanted is None else _fill(wanted, words), hidden)
            for index, ((given, wanted), hidden) in enumerate(zip(self.cases, self.hidden, strict=True))
        )
        known = {name: value for name, value in words.items() if name not in ("SECRET", "ANSWER")}  # not to the source
        text = ("\ufeff" if self.bom else "") + _fill(source, known)
        return Job(self.language, text, cases, self.limits, tenant=tenant)


def _fill(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text


def _header(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _HEADER.match(line)
        if match is None or match[1].partition(" on ")[0] not in _KEYS:
            if _CODING.match(line):
                continue
            break
        found.setdefault(match[1], []).append(match[2].strip())
    needed = {"attack", "expect"} | {f"why on {key.partition(' on ')[2]}" for key in found if " on " in key}
    if missing := needed - set(found):
        raise BadHeader(f"{path}: no {missing} in the first comment")
    return found


def _cases(found: dict[str, list[str]]) -> tuple[tuple[str, str | None], ...]:
    if "case" not in found:
        size = int(found.get("stdin_mib", ["0"])[0]) << 20
        given = ("0123456789abcde\n" * (size // 16)) if size else ""
        return ((given, found["stdout"][0] if "stdout" in found else None),)
    pairs = (line.partition("->") for line in found["case"])
    return tuple((given.strip() + "\n", wanted.strip() if arrow else None) for given, arrow, wanted in pairs)


def _expected(found: dict[str, list[str]], count: int) -> tuple[frozenset[Verdict], ...]:
    groups = [frozenset(Verdict(name.strip()) for name in group.split("|")) for group in found["expect"][0].split(",")]
    return tuple(groups * count if len(groups) == 1 else groups)


def load(path: Path, sandbox: str = "") -> HostileProgram:
    """Read one program's header, as it holds on `sandbox`. BadHeader, ValueError when it cannot be understood."""
    found = _header(path)
    found.update({key: found[f"{key} on {sandbox}"] for key in ("expect", "stdout") if f"{key} on {sandbox}" in found})
    cases = _cases(found)
    expected = _expected(found, len(cases))
    if len(expected) != len(cases):
        raise BadHeader(f"{path}: {len(expected)} expectations for {len(cases)} cases")
    given = dict(item.split("=") for item in found.get("limits", [""])[0].split())
    values = {**_DEFAULT, **{key: float(value) for key, value in given.items()}}
    hidden = found.get("hidden", ["no"])[0]
    if unknown := set(values) - set(_LIMITS):
        raise BadHeader(f"{path}: unknown limits {unknown}")
    return HostileProgram(
        path=path,
        language=LANGUAGES[path.suffix],
        attack=found["attack"][0],
        expected=expected,
        cases=cases,
        hidden=tuple(hidden == "yes" or hidden == {0: "first", 1: "second"}.get(n) for n in range(len(cases))),
        limits=Limits(values["cpu"], values["idle"], int(values["memory"]), int(values["output"])),
        distinct="distinct" in found,
        bom=found.get("bom") == ["yes"],
        within=float(found.get("within", ["30"])[0]),
    )


def load_all() -> list[HostileProgram]:
    """Every hostile program, by path."""
    return [load(path) for path in sorted(FOLDER.glob("*/*")) if path.suffix in LANGUAGES]
