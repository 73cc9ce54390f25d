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
