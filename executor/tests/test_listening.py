"""Another process is told at once that there is work, or that a run is done."""

import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from executor.core.job import Report
from executor.core.verdicts import Verdict
from executor.listening import Listener
from executor.models import Run
from executor.queue import record
from executor.services import wait
from executor.tests.queueing import claimed, put
from executor.waking import finished, work

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    made.start()
    deadline = time.monotonic() + 10
    while not made.hears:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    yield made
    made.stop()


def told(channel: str, said: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, said])


def test_a_listener_wakes_who_waits_here(listener: Listener) -> None:
    rung, run_id = work.rung, uuid.uuid4()
    told("executor_work")
    with finished.waiting(run_id) as done:
        told("executor_done", run_id.hex)
        assert done.wait(5)
    assert work.rung > rung


def test_a_run_that_is_put_and_one_that_is_done_are_told(listener: Listener) -> None:
    heard: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("LISTEN executor_work")
        cursor.execute("LISTEN executor_done")
    run = claimed()
    assert record(run, Report(Verdict.ACCEPTED))
    for notification in connection.connection.notifies(timeout=2, stop_after=2):
        heard.append(f"{notification.channel} {notification.payload}".strip())
    assert heard == ["executor_work", f"executor_done {run.id.hex}"]
    connection.close()


def test_who_waits_is_woken_and_hardly_looks_by_himself(listener: Listener, django_assert_max_num_queries: Any) -> None:
    run = claimed()

    def elsewhere() -> None:
        record(run, Report(Verdict.ACCEPTED))
        connection.close()

    timer = threading.Timer(1.0, elsewhere)
    timer.start()
    begun = time.monotonic()
    with django_assert_max_num_queries(4):
        assert wait(run_id=run.id, timeout=20).verdict == "accepted"
    assert time.monotonic() - begun < 10
    timer.join()


def test_nothing_is_told_of_a_run_that_was_rolled_back(listener: Listener) -> None:
    from django.db import transaction

    rung = work.rung
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put()
        raise ZeroDivisionError
    time.sleep(0.3)
    assert (work.rung, Run.objects.count()) == (rung, 0)


def test_it_comes_back_after_the_server_cut_it_off(listener: Listener) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN executor_done%%' AND pid <> pg_backend_pid() AND datname = current_database()"
        )
        assert cursor.fetchall()
    deadline = time.monotonic() + 15
    heard = threading.Event()
    while not heard.is_set():
        assert time.monotonic() < deadline
        rung = work.rung
        told("executor_work")
        time.sleep(0.1)
        if listener.hears and work.rung > rung:
            heard.set()
