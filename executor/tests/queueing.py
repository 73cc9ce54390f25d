"""What the tests of the queue share: a small job, and a run that is claimed."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection, transaction

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


def while_open(first: Callable[[], Any], second: Callable[[], Any], pause: float = 0.7) -> None:
    """Call `second` while a transaction of another thread, in which `first` was called, is open for `pause` seconds.

    What `first` or its commit raises is raised here.
    """
    called, failed = threading.Event(), list[Exception]()

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                called.set()
                threading.Event().wait(pause)
        except Exception as error:  # noqa: BLE001 - handed to the test
            failed.append(error)
        finally:
            called.set()
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert called.wait(20)
        second()
    finally:
        holder.join()
    if failed:
        raise failed[0]
