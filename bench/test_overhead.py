"""What does a test cost beyond the program's own time? One box, one program, one test after the other.

The program's own time is one run of it in a naked loop of the same toolchain: start, run and end, no sandbox. It varies
by itself, so what the sandbox adds is taken at the median against the median, and at p99 against p99. Beside it stands
the stricter figure: beyond a run's time as the agent measures it, from fork to end.

    python -m bench.test_overhead --sandbox docker --runs 200 --output bench/results/test_overhead-docker.json
"""

import argparse
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import naked
from bench.machine import percentile, write
from bench.naked import NakedShell, naked_shell
from bench.programs import SUM, unique
from bench.sandboxes import NAMES, opened
from executor.core.languages import LANGUAGES, Language
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Sandbox, Stop

ROUNDS = 5  # a round: its share of the naked runs, then of the sandbox's
UNCOUNTED = 2  # of a round, until what is started ahead is there


@dataclass(slots=True)
class Times:
    """Milliseconds of each run: as the worker sees it, as the agent does; and of each naked run."""

    whole: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)


def measure(sandbox: Sandbox, shell: NakedShell, language: Language, runs: int) -> Times:
    """`runs` in ROUNDS, with naked runs before each round."""
    limits, times = language.scale(Limits()), Times()
    command = naked.compiled(shell, language, unique(SUM[language.name]))
    box = sandbox.open(language.name, limits, "bench")
    try:
        compiled = box.compile(unique(SUM[language.name]), COMPILE_LIMITS)
        if compiled.artifact is None:
            raise SystemExit(f"{language.name}: {compiled}")
        for _ in range(ROUNDS):
            times.own += naked.runs(shell, language, command, runs // ROUNDS)
            for n in range(UNCOUNTED + runs // ROUNDS):
                started = time.perf_counter()
                outcome = box.run(compiled.artifact, b"1 2\n", limits)
                took = 1000 * (time.perf_counter() - started)
                if outcome.stop is not Stop.EXITED or outcome.stdout != b"3\n":
                    raise SystemExit(f"{language.name}: {outcome}")
                if n >= UNCOUNTED:
                    times.whole.append(took)
                    times.inside.append(float(outcome.wall_ms))
    finally:
        box.close()
    return times


def both(values: list[float]) -> dict[str, float]:
    return {"p50": round(percentile(values, 0.5), 2), "p99": round(percentile(values, 0.99), 2)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=NAMES, default="docker")
    parser.add_argument("--languages", nargs="+", choices=list(LANGUAGES), default=list(LANGUAGES))
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    figures = []
    with opened(asked.sandbox, ahead=0) as pool, naked_shell(asked.sandbox) as shell:
        versions = dict(pool.probe().languages)
        for name in asked.languages:
            language = LANGUAGES[name]
            times = measure(pool, shell, language, asked.runs)
            figures.append(
                {
                    "language": name,
                    "runs": len(times.whole),
                    "own_ms": (own := both(times.own)),
                    "test_ms": (whole := both(times.whole)),
                    "beyond_own_ms": {at: round(whole[at] - own[at], 2) for at in own},
                    "beyond_agent_ms": both([took - ran for took, ran in zip(times.whole, times.inside, strict=True)]),
                }
            )
            print(figures[-1], flush=True)
    if asked.output:
        write(asked.output, "test_overhead", figures, sandbox=asked.sandbox, scope="candidate", languages=versions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
