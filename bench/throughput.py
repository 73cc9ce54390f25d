"""How many submissions a second, and what does each cost? Through the queue and the worker, on PostgreSQL.

1, 8 and 64 are in flight at any moment, from 200 candidates in turn, each source unique. In scope `candidate` each of
them comes once before that, which is measured by itself: he needs a box of his own. CPU seconds each: of this process
(worker, queue and submitters), of the containers, and of the whole machine with database and engine.

    python -m bench.throughput --sandbox docker --seconds 20 --output bench/results/throughput-docker.json
"""

import argparse
import itertools
import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from bench import queue_world
from bench.machine import percentile, write
from bench.programs import SUM, unique
from bench.sandboxes import NAMES
from bench.spent import containers_seconds, engine_seconds, machine_seconds
from executor.core.languages import LANGUAGES

CANDIDATES = [f"candidate-{number}" for number in range(200)]
FIRST_IN_FLIGHT = 8
WAIT_SECONDS = 120.0
SCOPES = ("shared", "candidate")


class Load:
    """`in_flight` submitters, each of whom submits, waits for the verdict, and submits again, as the next candidate."""

    def __init__(self, language: str, tests: int, tenants: Iterator[str]) -> None:
        self._language, self._tests, self._tenants = language, tests, tenants
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self.took: list[float] = []  # seconds from submission to verdict
        self.wrong: list[str] = []

    def run(self, in_flight: int, seconds: float) -> float:
        """Let it run for so long, or until no candidate is left; the seconds until the last verdict."""
        started = time.monotonic()
        threads = [threading.Thread(target=self._submit_on, daemon=True) for _ in range(in_flight)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, started + seconds - time.monotonic()))
        self._stopping.set()
        for thread in threads:
            thread.join(WAIT_SECONDS)
        return time.monotonic() - started

    def _submit_on(self) -> None:
        from django.db import connection

        while not self._stopping.is_set():
            with self._lock:
                tenant = next(self._tenants, None)
            if tenant is None:
                break
            started = time.monotonic()
            run = self._submit(tenant)
            if run is not None:
                self._hear(run, started)
        connection.close()

    def _submit(self, tenant: str) -> UUID | None:
        from executor.errors import Busy

        try:
            return queue_world.submit(self._language, unique(SUM[self._language]), self._tests, tenant)
        except Busy:  # he has two under way already: the next one
            return None

    def _hear(self, run: UUID, started: float) -> None:
        from executor.services import wait

        done = wait(run_id=run, timeout=WAIT_SECONDS)
        with self._lock:
            self.took.append(time.monotonic() - started)
            if done.verdict != "accepted":
                self.wrong.append(f"{done.verdict}: {(done.report or {}).get('fault', '')}")


def own_seconds() -> float:
    ours = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(one.ru_utime + one.ru_stime for one in ours)


def costs() -> dict[str, float]:
    """Seconds of CPU time so far."""
    return {
        "cpu_seconds_each": machine_seconds(),
        "of_which_containers": containers_seconds(),
        "of_which_worker_and_queue": own_seconds(),
        "of_which_engine": engine_seconds(),
    }


def measure(language: str, tests: int, in_flight: int, seconds: float, tenants: Iterator[str]) -> dict[str, object]:
    load = Load(language, tests, tenants)
    before = costs()
    took = load.run(in_flight, seconds)
    after = costs()
    if load.wrong or not load.took:
        raise SystemExit(f"{len(load.wrong)} of {len(load.took)} went wrong: {load.wrong[:3]}")
    count = len(load.took)
    return {
        "in_flight": in_flight,
        "submissions": count,
        "per_second": round(count / took, 2),
        "verdict_ms": {name: round(1000 * percentile(load.took, at)) for name, at in (("p50", 0.5), ("p95", 0.95))},
        **{name: round((after[name] - before[name]) / count, 4) for name in before},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=NAMES, default="docker")
    parser.add_argument("--scopes", nargs="+", choices=("submission", *SCOPES), default=list(SCOPES))
    parser.add_argument("--in-flight", nargs="+", type=int, default=[1, 8, 64])
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--language", choices=list(LANGUAGES), default="python")
    parser.add_argument("--tests", type=int, default=10)
    parser.add_argument("--slots", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    figures: list[dict[str, object]] = []

    def note(scope: str, visit: str, in_flight: int, seconds: float, tenants: Iterator[str]) -> None:
        found = measure(asked.language, asked.tests, in_flight, seconds, tenants)
        figures.append({"scope": scope, "visit": visit, **found})
        print(figures[-1], flush=True)

    with queue_world.database():
        for scope in asked.scopes:
            with queue_world.worker(sandbox=asked.sandbox, scope=scope, slots=asked.slots):
                measure(asked.language, asked.tests, 2, 3.0, itertools.repeat("nobody"))  # not counted
                if scope == "candidate":
                    note(scope, "first", FIRST_IN_FLIGHT, WAIT_SECONDS, iter(CANDIDATES))
                tenants = itertools.cycle(CANDIDATES)
                for in_flight in asked.in_flight:
                    note(scope, "again" if scope == "candidate" else "", in_flight, asked.seconds, tenants)
    if asked.output:
        facts = {"language": asked.language, "tests": asked.tests, "slots": asked.slots, "candidates": len(CANDIDATES)}
        write(asked.output, "throughput", figures, sandbox=asked.sandbox, **facts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
