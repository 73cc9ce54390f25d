"""How long from a worker's claim of a run to the program's first byte? Through the queue, one run at a time.

The claim is the row's own `started_at`; the program's first instruction reads the clock of the same machine and prints
it. A compiled program's time holds its compile; one that was compiled before stands apart.

    python -m bench.first_byte --sandbox docker --runs 40 --output bench/results/first_byte-docker.json
"""

import argparse
import sys
import time
from pathlib import Path

from bench import queue_world
from bench.machine import percentile, write
from bench.programs import CLOCK, unique
from bench.sandboxes import NAMES

UNCOUNTED = 5
PAUSE_SECONDS = 0.3  # until what is started ahead has started: nobody runs his program again sooner


def milliseconds(language: str, source: str, tenant: str) -> tuple[float, bool]:
    """From claim to first instruction; and whether the compile was spared."""
    from executor.core.job import Case, Job
    from executor.core.languages import LANGUAGES
    from executor.core.limits import Limits
    from executor.models import Run
    from executor.services import enqueue, wait

    case = Case("0", "", None, hidden=False)
    job = Job(language, source, (case,), LANGUAGES[language].scale(Limits()), tenant=tenant)
    run = wait(run_id=enqueue(job=job, priority=Run.Priority.RUN).id, timeout=120)
    if run.verdict != "accepted" or run.report is None or run.started_at is None:
        raise SystemExit(f"{language}: {run.verdict} {run.report}")
    first = int(run.report["tests"][0]["stdout"]) / 1e9
    return 1000 * (first - run.started_at.timestamp()), bool(run.report["compile_cached"])


def measure(language: str, runs: int, again: bool) -> dict[str, object]:
    """`again`: the same source each time, so that its compile is spared."""
    source, found = unique(CLOCK[language]), []
    for n in range(runs + UNCOUNTED):
        took, cached = milliseconds(language, source if again else unique(CLOCK[language]), f"bench-{language}")
        time.sleep(PAUSE_SECONDS)
        if n >= UNCOUNTED:
            found.append(took)
            if cached is not again:
                raise SystemExit(f"{language}: compile cached: {cached}")
    spread = {name: round(percentile(found, at), 2) for name, at in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9))}
    return {"language": language, "compiled_before": again, "runs": runs, "claim_to_first_byte_ms": spread}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=NAMES, default="docker")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    figures = []
    with queue_world.database(), queue_world.worker(sandbox=asked.sandbox, scope="candidate", slots=2):
        for language, again in (("python", False), ("javascript", False), ("cpp", False), ("cpp", True)):
            figures.append(measure(language, asked.runs, again))
            print(figures[-1], flush=True)
    if asked.output:
        write(asked.output, "first_byte", figures, sandbox=asked.sandbox, scope="candidate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
