"""Hundreds of submissions at once: all are judged, each once, and a flood by one tenant holds nobody else up."""

import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max

from executor.core.sandbox import Outcome
from executor.errors import Busy
from executor.models import Run
from executor.tests.fakes import FakeSandbox, outcome
from executor.tests.queueing import put
from executor.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
# SQLite waits for the disk at each write; five hundred pass there too, in half a minute.
SLOTS, FLOOD, LIGHT, EACH = (2, 200, 100, 3) if connection.vendor == "postgresql" else (2, 40, 20, 3)


class Judging(FakeSandbox):
    """Every program prints what it read, after a few milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes += [self.run] * (2 * (FLOOD + LIGHT * EACH))

    def run(self, stdin: bytes) -> Outcome:
        time.sleep(0.003)
        return outcome(stdout=stdin)


def at_once(calls: Iterable[Callable[[], Any]], threads: int = 16) -> None:
    """Make the calls from many threads that start together. What one raises fails the test."""
    waiting, lock, start = list(calls), threading.Lock(), threading.Barrier(threads)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            start.wait()
            while True:
                with lock:
                    if not waiting:
                        return
                    call = waiting.pop(0)
                call()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)
        finally:
            connection.close()

    crowd = [threading.Thread(target=work) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert not failed


def test_all_are_judged_and_the_light_tenants_do_not_wait_for_the_flood(settings: Any) -> None:
    settings.EXECUTOR_TENANT_LIMIT, settings.EXECUTOR_QUEUE_LIMIT = FLOOD, FLOOD + LIGHT * EACH
    settings.EXECUTOR_WARM_BOXES = 0
    worker = Worker(slots=SLOTS, sandbox=Judging())
    worker.start()
    try:
        at_once(lambda: put(Run.Priority.SUBMIT, tenant="flood") for _ in range(FLOOD))
        at_once(
            partial(put, Run.Priority.SUBMIT, tenant=f"light-{number}") for _ in range(EACH) for number in range(LIGHT)
        )
        deadline = time.monotonic() + 120
        while Run.objects.exclude(state=Run.State.DONE.value).exists():
            assert time.monotonic() < deadline
            time.sleep(0.2)
    finally:
        worker.stop()
    runs = Run.objects.all()
    assert runs.count() == FLOOD + LIGHT * EACH
    assert set(runs.values_list("verdict", "attempts", "fence")) == {("accepted", 1, 1)}
    light, flood = runs.exclude(tenant="flood"), runs.filter(tenant="flood")
    all_there = light.aggregate(at=Max("created_at"))["at"]
    last_light = light.aggregate(at=Max("started_at"))["at"]
    # Once all wait, the flood has a turn in each of the light tenants' rounds and no more.
    assert flood.filter(started_at__gt=all_there, started_at__lt=last_light).count() <= EACH + SLOTS


def test_a_crowd_meets_the_bounds_and_no_more_is_taken(settings: Any) -> None:
    settings.EXECUTOR_TENANT_LIMIT, settings.EXECUTOR_QUEUE_LIMIT = 2, 1000
    refused: list[Busy] = []

    def try_to() -> None:
        try:
            put(tenant="flood")
        except Busy as busy:
            refused.append(busy)

    at_once(try_to for _ in range(50))
    assert Run.objects.count() == 2
    assert len(refused) == 48
    assert {(busy.status, busy.queued) for busy in refused} == {(429, 2)}
    assert all(busy.retry_after > 0 for busy in refused)
