"""What two people do to one session at the same moment, with PostgreSQL's real locks."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from executor.errors import Conflict
from sessions.lifecycle import Method
from sessions.models import TestSession
from sessions.services.sitting import complete, start_for_candidate
from sessions.services.staff import reopen
from sessions.services.sweeping import LAG, sweep
from sessions.services.transition import locked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_reopen_and_an_integrators_start_do_not_block_each_other(
    sitting: TestSession, assessment: Any, later: Any
) -> None:
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(60))
    held, failed = threading.Event(), list[Exception]()

    def reopen_slowly() -> None:
        try:
            with transaction.atomic():
                locked(sitting.id)
                held.set()
                threading.Event().wait(0.7)  # meanwhile the start has the candidate, and waits for the session
                reopen(session_id=sitting.id, reason="our mistake", actor=None, now=later(70))
        except Exception as error:  # noqa: BLE001 - handed to the test
            failed.append(error)
        finally:
            connection.close()

    reopening = threading.Thread(target=reopen_slowly)
    reopening.start()
    try:
        assert held.wait(10)
        with pytest.raises(Conflict):
            start_for_candidate(candidate_id="alice", assessment=assessment, duration_minutes=None, now=later(71))
    finally:
        reopening.join()
    assert failed == []
    assert TestSession.objects.get(continues=sitting).status == "active"


def test_of_a_browser_and_a_sweeper_at_once_one_ends_the_session(sitting: TestSession, later: Any) -> None:
    TestSession.objects.update(last_heartbeat_at=later(3590), next_check_at=later(3660))
    gate, came = threading.Barrier(2), list[str]()

    def at_once(work: Any) -> None:
        try:
            gate.wait(10)
            work()
            came.append("done")
        except Conflict:
            came.append("too late")
        finally:
            connection.close()

    def finish() -> None:
        complete(session_id=sitting.id, method=Method.TIMER_EXPIRED, now=later(3659))

    threads = [
        threading.Thread(target=at_once, args=(work,)) for work in (finish, lambda: sweep(now=later(3661) + LAG))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sitting.refresh_from_db()
    assert sitting.completion_method in ("timer_expired", "auto")
    assert sitting.ended_at == later(3600)
    assert sitting.events.filter(kind="completed").count() == 1
    assert came.count("done") == (2 if sitting.completion_method == "timer_expired" else 1)
