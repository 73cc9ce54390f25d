"""The rows of the contract: paths, fields, status codes, and what the older system got wrong."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import Draft, TestSession
from sessions.tokens import session_token

SESSION = "/api/test-session"


@pytest.fixture
def key(api_key: str) -> Client:
    return Client(headers={"Authorization": f"Api-Key {api_key}"})


@pytest.fixture
def candidate(live: Any) -> Client:
    return Client(headers={"Authorization": f"Bearer {session_token(live)}"})


def put(client: Client, path: str, body: Any = None) -> Any:
    return client.put(path, body, content_type="application/json") if body is not None else client.put(path)


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)


def shift(session: TestSession, **by: float) -> None:
    """Let time pass for a session: its clock began earlier."""
    back = timedelta(**by)
    session.refresh_from_db()
    for name in ("started_at", "deadline", "last_heartbeat_at", "last_activity_at"):
        setattr(session, name, getattr(session, name) - back)
    session.save()


# --- start ------------------------------------------------------------------------------------------------


def test_the_post_is_the_start(key: Client, alice: Any, assessment: Any) -> None:
    before = timezone.now()
    answer = post(key, SESSION, {"candidate_id": "alice", "assessment_id": str(assessment.id)})
    assert answer.status_code == 201
    session = answer.json()["session"]
    assert session["candidate_id"] == "alice"
    assert session["status"] == "active"
    assert session["test_duration_minutes"] == 60
    assert session["test_start_time"] >= before.isoformat()
    assert "/t/" in session["url"]
    mine = Client(headers={"Authorization": f"Bearer {session['token']}"})
    assert mine.get(f"{SESSION}/alice").status_code == 200


def test_the_link_of_the_answer_opens_the_candidates_page(key: Client, alice: Any, assessment: Any) -> None:
    session = post(key, SESSION, {"candidate_id": "alice", "assessment_id": "first-test"}).json()["session"]
    path = "/t/" + session["url"].split("/t/")[1]
    page = Client().get(path)
    assert page.status_code == 302
    assert page.headers["Location"] == f"/s/{session['session_id']}/"


def test_a_running_session_is_answered_again_and_its_clock_is_untouched(
    key: Client, live: TestSession, assessment: Any
) -> None:
    shift(live, minutes=10)
    body = {"candidate_id": "alice", "assessment_id": "first-test", "test_duration_minutes": 300}
    answer = post(key, SESSION, body)
    assert answer.status_code == 200
    session = answer.json()["session"]
    assert session["test_start_time"] == live.started_at.isoformat()  # type: ignore[union-attr]
    assert session["deadline"] == live.deadline.isoformat()  # type: ignore[union-attr]
    assert session["test_duration_minutes"] == 60


def test_a_completed_session_is_not_started_again(key: Client, live: TestSession) -> None:
    assert put(key, f"{SESSION}/alice/complete", {"completion_method": "manual"}).status_code == 200
    answer = post(key, SESSION, {"candidate_id": "alice", "assessment_id": "first-test"})
    assert answer.status_code == 409
    assert "reopen" in answer.json()["detail"]
    assert TestSession.objects.filter(candidate_id="alice").count() == 1


def test_the_default_assessment(key: Client, alice: Any, assessment: Any, settings: Any) -> None:
    assert post(key, SESSION, {"candidate_id": "alice"}).status_code == 400
    settings.DEFAULT_ASSESSMENT = "first-test"
    answer = post(key, SESSION, {"candidate_id": "alice", "test_duration_minutes": 30})
    assert answer.status_code == 201
    assert answer.json()["session"]["assessment_id"] == str(assessment.id)
    assert answer.json()["session"]["test_duration_minutes"] == 30


# --- signs of life ----------------------------------------------------------------------------------------


def test_a_heartbeat_is_kept(candidate: Client, live: TestSession) -> None:
    shift(live, minutes=5)
    answer = put(candidate, f"{SESSION}/alice/heartbeat")
    assert answer.status_code == 200
    live.refresh_from_db()
    assert answer.json()["last_heartbeat"] == live.last_heartbeat_at.isoformat()  # type: ignore[union-attr]
    assert timezone.now() - live.last_heartbeat_at < timedelta(minutes=1)  # type: ignore[operator]


def test_activity_is_written_once_in_five_seconds(candidate: Client, live: TestSession) -> None:
    shift(live, minutes=1)
    first = put(candidate, f"{SESSION}/alice/activity").json()["last_activity"]
    second = put(candidate, f"{SESSION}/alice/activity")
    assert second.status_code == 200
    assert second.json()["last_activity"] == first


def test_progress_is_stored_and_an_answer_with_code_is_a_draft(
    candidate: Client, live: TestSession, question: Any
) -> None:
    answers = {"note": "text", str(question.id): {"language": "py", "code": "print(1)\r\n"}}
    answer = put(candidate, f"{SESSION}/alice/progress", {"sections_completed": [1], "pending_answers": answers})
    assert answer.status_code == 200
    assert answer.json()["sections_completed"] == [1]
    assert answer.json()["pending_answers"]["note"] == "text"
    draft = Draft.objects.get(entry__session=live)
    assert (draft.language, draft.source) == ("python", "print(1)\n")


def test_the_session_as_it_stands(candidate: Client, live: TestSession) -> None:
    session = candidate.get(f"{SESSION}/alice").json()["session"]
    contract = {
        *("candidate_id", "test_start_time", "status", "test_duration_minutes", "last_heartbeat"),
        *("last_activity", "sections_completed", "pending_answers"),
    }
    assert contract <= set(session)
    assert "token" not in session


# --- the end ----------------------------------------------------------------------------------------------


def test_after_completion_nothing_can_be_written(candidate: Client, live: TestSession, question: Any) -> None:
    answer = put(candidate, f"{SESSION}/alice/complete", {"completion_method": "manual"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "completed"
    assert answer.json()["completed_at"]
    draft = {"language": "python", "code": "x"}
    writes: dict[str, Any] = {
        "heartbeat": None,
        "activity": None,
        "progress": {"sections_completed": []},
        "complete": {"completion_method": "manual"},
        "abandon": {"completion_method": "tab_close"},
        f"drafts/{question.id}": draft,
    }
    for path, body in writes.items():
        assert put(candidate, f"{SESSION}/alice/{path}", body).status_code == 409, path


def test_the_beacon_says_who_it_is_in_its_body(live: TestSession) -> None:
    body = json.dumps({"completion_method": "tab_close", "token": session_token(live)})
    answer = Client().post(f"{SESSION}/alice/abandon", body, content_type="text/plain;charset=UTF-8")
    assert answer.status_code == 200
    assert answer.json()["status"] == "abandoned"
    live.refresh_from_db()
    assert (live.status, live.completion_method) == ("abandoned", "tab_close")


@pytest.mark.parametrize("body", ["", "{}", '{"token": "x"}', '{"token": 5}', "not json"])
def test_a_beacon_without_a_right_token_does_nothing(body: str, live: TestSession) -> None:
    answer = Client().post(f"{SESSION}/alice/abandon", body, content_type="text/plain")
    assert answer.status_code in (400, 401)
    live.refresh_from_db()
    assert live.status == "active"


def test_a_beacon_closes_nobody_elses_session(live: TestSession, bobs: TestSession) -> None:
    body = json.dumps({"token": session_token(bobs)})
    answer = Client().post(f"{SESSION}/alice/abandon", body, content_type="text/plain")
    assert answer.status_code == 404
    live.refresh_from_db()
    assert live.status == "active"


def test_only_the_beacons_route_takes_plain_text(live: TestSession) -> None:
    body = json.dumps({"token": session_token(live)})
    assert Client().post("/api/runs", body, content_type="text/plain").status_code == 401
    client = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    assert client.post("/api/runs", body, content_type="text/plain").status_code == 415


def test_a_heartbeat_after_the_page_was_closed_makes_it_active_again(candidate: Client, live: TestSession) -> None:
    assert put(candidate, f"{SESSION}/alice/abandon", {}).json()["status"] == "abandoned"
    answer = put(candidate, f"{SESSION}/alice/heartbeat")
    assert answer.status_code == 200
    assert answer.json()["status"] == "active"


def test_the_lists_of_running_and_abandoned_sessions(
    key: Client, candidate: Client, live: TestSession, bobs: TestSession
) -> None:
    put(candidate, f"{SESSION}/alice/abandon", {"completion_method": "tab_close"})
    active = key.get(f"{SESSION}/active").json()["sessions"]
    abandoned = key.get(f"{SESSION}/abandoned?assessment_id=first-test").json()["sessions"]
    assert [s["candidate_id"] for s in active] == ["bob"]
    assert [s["candidate_id"] for s in abandoned] == ["alice"]
    assert key.get(f"{SESSION}/active?candidate_id=alice").json()["sessions"] == []


# --- which session ------------------------------------------------------------------------------------------


def test_the_path_means_the_running_session_and_one_can_be_chosen(
    key: Client, live: TestSession, question: Any
) -> None:
    from questions.models import Assessment
    from sessions.services.inviting import invite

    second = Assessment.objects.create(title="Second", slug="second")
    waiting = invite(candidate=live.candidate, assessment=second, now=timezone.now()).sessions.get()
    assert key.get(f"{SESSION}/alice").json()["session"]["session_id"] == str(live.id)
    chosen = key.get(f"{SESSION}/alice?session_id={waiting.id}").json()["session"]
    assert chosen["session_id"] == str(waiting.id)
    assert chosen["status"] == "invited"
    assert key.get(f"{SESSION}/bob?session_id={waiting.id}").status_code == 404


# --- drafts -------------------------------------------------------------------------------------------------


def test_a_save_that_grew_from_an_older_text_gets_what_is_stored(
    candidate: Client, live: TestSession, question: Any
) -> None:
    path = f"{SESSION}/alice/drafts/{question.id}"
    body = {"language": "python", "code": "one", "client_id": "a", "client_seq": 1, "base_rev": 0}
    first = put(candidate, path, body)
    assert first.status_code == 200
    assert first.json()["rev"] == 1
    assert {"saved_at", "server_now", "deadline", "status"} <= set(first.json())
    assert put(candidate, f"{SESSION}/alice/lease", {"client_id": "b", "take": True}).status_code == 200
    refused = put(candidate, path, {**body, "code": "two", "client_id": "b"})
    assert refused.status_code == 409
    assert refused.json()["current"] == {
        "language": "python",
        "code": "one",
        "rev": 1,
        "saved_at": first.json()["saved_at"],
    }
    assert put(candidate, path, {**body, "code": "two", "client_id": "b", "base_rev": 1}).json()["rev"] == 2


# --- results ------------------------------------------------------------------------------------------------


def test_a_result_is_pending_then_ready(key: Client, candidate: Client, live: TestSession, question: Any) -> None:
    from sessions.tests.judging import judged_submission

    judged_submission(live.id, question.id, timezone.now(), printed=b"7002\n")
    pending = key.get(f"{SESSION}/alice/result").json()["result"]
    assert (pending["result"], pending["score"]) == ("pending", None)
    assert pending["questions"][0]["score"] == pytest.approx(100 / 3)
    put(candidate, f"{SESSION}/alice/complete", {"completion_method": "manual"})
    from sessions.services.scoring import settle

    settle(session_id=live.id)
    ready = key.get("/api/results?assessment_id=first-test&result=ready").json()["results"]
    assert [r["candidate_id"] for r in ready] == ["alice"]
    assert ready[0]["score"] == pytest.approx(100 / 3)
    assert ready[0]["max_score"] == 100
    assert "score" not in candidate.get(f"{SESSION}/alice/result").json()["result"]


def test_a_list_of_submissions_reads_no_reports(candidate: Client, live: TestSession, question: Any) -> None:
    """A report may be megabytes of a program's output."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sessions.tests.judging import judged_submission

    judged_submission(live.id, question.id, timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        listed = candidate.get("/api/submissions").json()["submissions"]
    assert [row["state"] for row in listed] == ["done"]
    assert not [query["sql"] for query in queries if '"report"' in query["sql"] or '"source"' in query["sql"]]
