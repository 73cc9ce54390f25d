"""What the tests of the queue share: a small job, and a run that is claimed."""

from dataclasses import replace
from typing import Any

from executor import queue
from executor.core.job import Case, Job
from executor.models import Run
from executor.services import enqueue

ECHO = Job(
    language="python",
    source="print(input())\n",
    cases=(Case("a", "1\n", "1\n", hidden=False, points=0), Case("b", "2\n", "2\n", points=2)),
    tenant="alice",
)


def put(priority: Run.Priority = Run.Priority.RUN, topic: str = "", **changes: Any) -> Run:
    """ECHO, but for `changes`, in the queue."""
    return enqueue(job=replace(ECHO, **changes), priority=priority, topic=topic)


def claimed(worker: str = "w1", **changes: Any) -> Run:
    """A run that was put and claimed."""
    put(**changes)
    run = queue.claim(worker)
    assert run is not None
    return run
