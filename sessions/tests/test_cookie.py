"""The cookie that a link sets for the API: whose it is, what goes before it, and that no foreign page can use it."""

import json
from typing import Any

import pytest
from django.test import Client

from sessions.models import TestSession
from sessions.tokens import session_token

OURS = "http://testserver"


@pytest.fixture
def browser(live: TestSession) -> Client:
    """Alice's, which has opened her link."""
    client = Client()
    client.get(f"/t/{session_token(live)}/")
    return client


def put(client: Client, path: str, **headers: str) -> int:
    return client.put(path, data="{}", content_type="application/json", headers=headers).status_code


def test_the_link_sets_a_cookie_for_the_api_alone(live: TestSession) -> None:
    cookies = Client().get(f"/t/{session_token(live)}/").cookies
    made = cookies["sitting_api"]
    assert (made["path"], made["httponly"], made["samesite"]) == ("/api", True, "Strict")
    assert cookies["sitting"]["path"] == f"/s/{live.id}/"


def test_it_reads_the_own_session_and_no_other(browser: Client, bobs: TestSession) -> None:
    assert browser.get("/api/test-session/alice").status_code == 200
    assert browser.get("/api/test-session/bob").status_code == 404
    assert browser.get("/api/candidates").status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [(OURS, 200), ("http://localhost:8000", 200), ("https://evil.example", 403), ("null", 403), (None, 403)],
)
def test_a_change_needs_a_page_of_ours(browser: Client, origin: str | None, status: int) -> None:
    headers = {"Origin": origin} if origin else {}
    assert put(browser, "/api/test-session/alice/heartbeat", **headers) == status


def test_a_beacon_needs_no_token_beside_it(browser: Client, live: TestSession) -> None:
    def beacon(origin: str) -> Any:
        path, body = "/api/test-session/alice/abandon", json.dumps({"completion_method": "tab_close"})
        return browser.post(path, body, content_type="text/plain", headers={"Origin": origin})

    assert beacon("https://evil.example").status_code == 403
    assert beacon(OURS).json()["status"] == "abandoned"


def test_a_header_and_a_login_of_staff_go_first(
    browser: Client, bobs: TestSession, api_key: str, recruiter: Any
) -> None:
    bearer = {"Authorization": f"Bearer {session_token(bobs)}"}
    assert browser.get("/api/test-session/bob", headers=bearer).status_code == 200
    assert browser.get("/api/candidates", headers={"Authorization": f"Api-Key {api_key}"}).status_code == 200
    assert browser.get("/api/test-session/alice", headers={"Authorization": "Bearer x"}).status_code == 401
    browser.force_login(recruiter)
    assert browser.get("/api/candidates").status_code == 200


def test_one_that_was_replaced_is_none(browser: Client, live: TestSession) -> None:
    TestSession.objects.update(token_version=2)
    assert browser.get("/api/test-session/alice").status_code == 401


@pytest.mark.parametrize("query", ["ordering=%ff", "%ff=1", "limit=5&candidate_id=caf%e9", "ordering=%ed%a0%80"])
def test_a_query_that_is_not_utf8_is_named(query: str, api_key: str) -> None:
    client = Client(headers={"Authorization": f"Api-Key {api_key}"})
    for path in ("/api/questions", "/api/test-session/active", "/api/submissions"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["message"] == "must be valid UTF-8"
        assert answer.json()["errors"][0]["field"]


@pytest.mark.parametrize(("own", "given", "minutes"), [(None, None, 60), (45, None, 45), (45, 30, 30)])
def test_how_long_a_test_lasts(
    alice: Any, assessment: Any, api_key: str, own: int | None, given: int | None, minutes: int
) -> None:
    if own:
        assessment.duration_minutes = own
        assessment.save()
    body = {"candidate_id": "alice", "assessment_id": "first-test"} | (
        {"test_duration_minutes": given} if given else {}
    )
    answer = Client(headers={"Authorization": f"Api-Key {api_key}"}).post(
        "/api/test-session", json.dumps(body), content_type="application/json"
    )
    assert answer.json()["session"]["test_duration_minutes"] == minutes
