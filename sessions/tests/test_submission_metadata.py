"""How and where a submission was judged: told to keys and staff, to no candidate, and not before it is."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.services.submitting import submit
from sessions.tests.judging import judged_submission
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db


def read(authorization: str, submission: Any) -> dict[str, Any]:
    client = Client(headers={"Authorization": authorization})
    answer = client.get(f"/api/submissions/{submission.id}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()["submission"]
    return found


def test_a_key_is_told_how_and_where_and_the_candidate_is_not(live: Any, question: Any, api_key: str) -> None:
    done = judged_submission(live.id, question.id, timezone.now())
    told = read(f"Api-Key {api_key}", done)["metadata"]
    assert (told["container_id"], told["sandbox"], told["replica"], told["attempts"]) == ("fake-1", "fake", "tests", 1)
    assert (told["compile_cached"], told["cpu_time_ms"], told["memory_usage_bytes"]) == (False, 44, 2048 * 1024)
    assert told["queue_time_ms"] >= 0
    assert "metadata" not in read(f"Bearer {session_token(live)}", done)


def test_before_it_is_judged_there_is_none(live: Any, question: Any, api_key: str) -> None:
    waiting = submit(
        session_id=live.id, question_id=question.id, language="python", code="print(3)\n", received_at=timezone.now()
    )
    assert read(f"Api-Key {api_key}", waiting)["metadata"] is None
