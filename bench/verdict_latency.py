"""How fast is a verdict, beside a naked shell loop that compiles and runs the same tests with no sandbox at all?

Both in one run, alternating in order, with the same toolchain and flags, every source unique, the candidate's box
warm. A verdict on a source that was compiled before stands apart. CPU seconds count what was started ahead.

    python -m bench.verdict_latency --sandbox docker --tests 1 10 50 --repeats 15 --output bench/results/NAME.json
"""

import argparse
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.machine import percentile, write
from bench.naked import NakedShell, naked_shell, verdict
from bench.programs import SUM, cases, unique
from bench.sandboxes import NAMES, opened
from bench.spent import Spent
from executor.core.job import Case, Job, Report
from executor.core.judge import judge
from executor.core.languages import LANGUAGES, Language
from executor.core.limits import Limits
from executor.core.sandbox import Sandbox
from executor.core.verdicts import Verdict

MANY = 50  # tests in one submission, from which on half the repeats will do


@dataclass(slots=True)
class Series:
    """What was seen of one language with one number of tests; times in ms, CPU in seconds."""

    naked: list[float] = field(default_factory=list)
    sandbox: list[float] = field(default_factory=list)
    cached: list[float] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def summed(self, language: str, tests: int) -> dict[str, object]:
        ratios = [box / loop for box, loop in zip(self.sandbox, self.naked, strict=True)]
        return {
            "language": language,
            "tests": tests,
            "repeats": len(self.naked),
            "naked_ms": spread(self.naked),
            "sandbox_ms": spread(self.sandbox),
            "ratio": spread(ratios),
            "cached_ms": spread(self.cached) if self.cached else None,
            "compile_ms": statistics.median(report.compile_ms for report in self.reports),
            "test_ms": statistics.median(test.wall_ms for report in self.reports for test in report.tests),
            "reported_cpu_ms": statistics.median(report.cpu_ms for report in self.reports),
            "cpu_ms": round(1000 * statistics.median(self.cpu)),
        }


def spread(values: list[float]) -> dict[str, float]:
    return {name: round(percentile(values, at), 3) for name, at in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9))}


def sandboxed(language: Language, source: str, given: tuple[Case, ...], sandbox: Sandbox) -> tuple[float, Report]:
    """Milliseconds until the report, and the report."""
    job = Job(language.name, source, given, language.scale(Limits()), tenant="bench")
    started = time.perf_counter()
    report = judge(job, sandbox)
    took = 1000 * (time.perf_counter() - started)
    if report.verdict is not Verdict.ACCEPTED:
        raise SystemExit(f"{language.name}: {report}")
    return took, report


def measure(language: Language, tests: int, repeats: int, sandbox: Sandbox, shell: NakedShell) -> Series:
    """`repeats` pairs after one that is not counted; which comes first changes from pair to pair."""
    given, spent, series = cases(tests), Spent(), Series()
    for n in range(repeats + 1):
        source = unique(SUM[language.name])
        loop = took = cpu = 0.0
        report: Report | None = None
        for side in (0, 1) if n % 2 else (1, 0):
            if side == 0:
                loop = verdict(shell, language, unique(SUM[language.name]), given)
                continue
            before = spent.seconds()
            took, report = sandboxed(language, source, given, sandbox)
            spent.settle()  # so that what starts ahead slows no naked loop, and is counted
            cpu = spent.seconds() - before
        if report is None or report.compile_cached:
            raise SystemExit(f"{language.name}: compiled before: {report}")
        if n == 0:
            continue
        series.naked.append(loop)
        series.sandbox.append(took)
        series.reports.append(report)
        series.cpu.append(cpu)
        again, report = sandboxed(language, source, given, sandbox)
        if report.compile_cached:
            series.cached.append(again)
        spent.settle()
    return series


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=NAMES, default="docker")
    parser.add_argument("--languages", nargs="+", choices=list(LANGUAGES), default=list(LANGUAGES))
    parser.add_argument("--tests", nargs="+", type=int, default=[1, 10, 50])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--output", type=Path, help="where the JSON goes")
    asked = parser.parse_args()
    figures = []
    with opened(asked.sandbox) as pool, naked_shell(asked.sandbox) as shell:
        versions = dict(pool.probe().languages)
        for name in asked.languages:
            for tests in asked.tests:
                repeats = asked.repeats if tests < MANY else max(3, asked.repeats // 2)
                found = measure(LANGUAGES[name], tests, repeats, pool, shell).summed(name, tests)
                figures.append(found)
                print(found, flush=True)
    if asked.output:
        write(asked.output, "verdict_latency", figures, sandbox=asked.sandbox, scope="candidate", languages=versions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
