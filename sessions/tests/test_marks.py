"""Marks to come back to, and the parts that a candidate has handed in: stored, and shown again on another device."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.lifecycle import Method
from sessions.models import TestSession
from sessions.services.sitting import complete
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db


def mark(session: TestSession, question: Any, body: Any) -> Any:
    path = f"/api/test-session/alice/questions/{question.id}/mark"
    headers = {"Authorization": f"Bearer {session_token(session)}"}
    return Client(headers=headers).put(path, body, content_type="application/json")


def snapshot(session: TestSession) -> Any:
    headers = {"Authorization": f"Bearer {session_token(session)}"}
    return Client(headers=headers).get("/api/test-session/alice/snapshot").json()


def test_a_mark_is_set_shown_and_taken_away(live: TestSession, question: Any) -> None:
    for marked in (True, True, False):
        answer = mark(live, question, {"marked": marked})
        assert (answer.status_code, answer.json()["marked"]) == (200, marked)
        assert snapshot(live)["questions"][0]["marked"] is marked


@pytest.mark.parametrize("body", [{}, {"marked": "yes"}, {"marked": None}])
def test_what_is_no_mark_is_refused_by_name(live: TestSession, question: Any, body: Any) -> None:
    answer = mark(live, question, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "marked"


def test_only_a_question_of_the_own_running_session_is_marked(
    live: TestSession, bobs: TestSession, question: Any
) -> None:
    assert mark(bobs, question, {"marked": True}).status_code == 404  # bob's token, alice's session
    assert mark(live, live, {"marked": True}).status_code == 404
    complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    assert mark(live, question, {"marked": True}).status_code == 409


def test_parts_that_are_handed_in_are_in_the_snapshot_whatever_else_an_older_client_stored(live: TestSession) -> None:
    headers = {"Authorization": f"Bearer {session_token(live)}"}
    body = {"sections_completed": ["Warm-up", 3, {"x": 1}]}
    Client(headers=headers).put("/api/test-session/alice/progress", body, content_type="application/json")
    assert snapshot(live)["sections_completed"] == ["Warm-up"]
