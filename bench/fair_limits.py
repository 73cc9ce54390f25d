"""Does a verdict depend on how busy the machine is? Programs that need 60-90 % of their CPU limit, each run alone,
and again in as many slots as there are cores while rivals saturate every core. Beside them, programs that need 130 %.

    python -m bench.fair_limits --sandbox docker --programs 200 --output bench/results/fair_limits-docker.json
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.burning import BURN, every_core, rivals
from bench.machine import percentile, write
from bench.sandboxes import NAMES, opened
from executor.core.job import Case, Job, TestResult
from executor.core.judge import judge
from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from executor.core.sandbox import Sandbox
from executor.core.verdicts import Verdict

SHARES = {"python": 0.3, "cpp": 0.3, "javascript": 0.15, "csharp": 0.15, "java": 0.1}  # of the programs
LEAST, MOST, TOO_MUCH = 0.60, 0.90, 1.30  # of the limit
LIMIT = Limits(cpu_seconds=0.6, memory_mib=256)  # of the question, before the language's multiplier
RIVALS_A_CORE = 3


@dataclass(frozen=True, slots=True)
class Need:
    """One program: how much of its CPU limit it needs, and what must come of it."""

    language: str
    share: float
    expected: Verdict

    @property
    def limits(self) -> Limits:
        return LANGUAGES[self.language].scale(LIMIT)


def needs(programs: int, languages: Sequence[str]) -> list[Need]:
    """`programs` within their limit, evenly between LEAST and MOST in each language, and a tenth as many beyond."""
    whole = sum(SHARES[name] for name in languages)
    found = []
    for name in languages:
        count = max(2, round(programs * SHARES[name] / whole))
        step = (MOST - LEAST) / (count - 1)
        found += [Need(name, LEAST + n * step, Verdict.ACCEPTED) for n in range(count)]
        found += [Need(name, TOO_MUCH, Verdict.TIME_LIMIT)] * (count // 10 or name in ("python", "cpp"))
    return found


def run(sandbox: Sandbox, need: Need, seconds: float, tenant: str) -> TestResult:
    """One program in one run, which uses `seconds` of CPU time of its own."""
    case = Case("0", f"{seconds:.4f}\n", "done", hidden=False)
    report = judge(Job(need.language, BURN[need.language], (case,), need.limits, tenant=tenant), sandbox)
    if not report.tests:
        raise SystemExit(f"{need.language}: {report}")
    return report.tests[0]


def beside(sandbox: Sandbox, language: str, tenant: str) -> float:
    """Seconds of CPU time that a run of this language is charged with and that are not the program's own."""
    need = Need(language, 0.0, Verdict.ACCEPTED)
    return max(run(sandbox, need, 0.0, tenant).cpu_ms for _ in range(4)) / 1000


def run_all(sandbox: Sandbox, wanted: Sequence[Need], start_up: Mapping[str, float], slots: int) -> list[TestResult]:
    """Every program, `slots` at once; the results in the order of `wanted`."""

    def one(at: int) -> TestResult:
        need = wanted[at]
        seconds = max(0.0, need.share * need.limits.cpu_seconds - start_up[need.language])
        return run(sandbox, need, seconds, f"slot-{at % slots}")

    with ThreadPoolExecutor(slots) as pool:
        return list(pool.map(one, range(len(wanted))))


def compare(
    sandbox: Sandbox, programs: int, languages: Sequence[str], rivals_a_core: int = RIVALS_A_CORE
) -> Iterator[tuple[Need, TestResult, TestResult]]:
    """Each program with its result alone and its result on a saturated machine."""
    wanted = needs(programs, languages)
    cores = every_core()
    start_up = {name: beside(sandbox, name, "slot-0") for name in languages}
    alone = run_all(sandbox, wanted, start_up, 1)
    with rivals(rivals_a_core, cores):
        busy = run_all(sandbox, wanted, start_up, len(cores))
    yield from zip(wanted, alone, busy, strict=True)


def summed(found: Sequence[tuple[Need, TestResult, TestResult]]) -> list[dict[str, object]]:
    """One row a language: programs, verdicts that differ or are not the expected ones, CPU and wall by load."""
    rows = []
    for name in dict.fromkeys(need.language for need, _, _ in found):
        mine = [one for one in found if one[0].language == name]
        within = [one for one in mine if one[0].expected is Verdict.ACCEPTED]
        limit = 1000 * mine[0][0].limits.cpu_seconds
        rows.append(
            {
                "language": name,
                "programs": len(within),
                "over": len(mine) - len(within),
                "differing": sum(alone.verdict is not busy.verdict for _, alone, busy in mine),
                "unexpected": sum({alone.verdict, busy.verdict} != {need.expected} for need, alone, busy in mine),
                "limit_ms": limit,
                "alone_used": [round(percentile([a.cpu_ms / limit for _, a, _ in within], q), 3) for q in (0, 0.5, 1)],
                "busy_used": [round(percentile([b.cpu_ms / limit for _, _, b in within], q), 3) for q in (0, 0.5, 1)],
                "wall_growth": round(percentile([b.wall_ms / max(1, a.wall_ms) for _, a, b in within], 0.5), 2),
            }
        )
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=NAMES, default="docker")
    parser.add_argument("--languages", nargs="+", choices=list(LANGUAGES), default=list(SHARES))
    parser.add_argument("--programs", type=int, default=200)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    with opened(asked.sandbox) as sandbox:
        versions = dict(sandbox.probe().languages)
        found = list(compare(sandbox, asked.programs, asked.languages))
    rows = summed(found)
    for row in rows:
        print(row)
    wrong = [
        {**asdict(need), "alone": alone.to_json(), "busy": busy.to_json()}
        for need, alone, busy in found
        if {alone.verdict, busy.verdict} != {need.expected}
    ]
    if asked.output:
        facts = {"sandbox": asked.sandbox, "rivals_a_core": RIVALS_A_CORE, "languages": versions, "wrong": wrong}
        write(asked.output, "fair_limits", rows, **facts)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
