"""Route × role: who gets through where. A route that is not in the table, or declares no policy, fails."""

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from assessment.tests.api_routes import all_routes, api_routes, bodies
from questions.models import Assessment, Section, SectionQuestion, TestCase
from sessions.models import ApiKey, Candidate
from sessions.services.inviting import invite
from sessions.services.keys import create_key
from sessions.services.submitting import submit
from sessions.tokens import session_token

R, W, C, S, X, E = ApiKey.SCOPES  # questions:read, questions:write, candidates, sessions, results, execute
ALL, TEAM = "reviewer recruiter admin", "recruiter admin"
# (the keys that get through, by their one scope; the staff; the candidates: "" none, "any" each for the own session,
# "own" alice alone: bob is told that there is no such thing)
TABLE: dict[tuple[str, str], tuple[tuple[str, ...], str, str]] = {
    ("GET", "questions"): ((R,), ALL, "any"),
    ("POST", "questions"): ((W,), TEAM, ""),
    ("GET", "question"): ((R,), ALL, "any"),
    # With questions:write alone a working copy cannot be reached: 404, which is "through" here.
    ("PUT", "question"): ((W,), TEAM, ""),
    ("PATCH", "question"): ((W,), TEAM, ""),
    ("DELETE", "question"): ((W,), TEAM, ""),
    ("POST", "question-publish"): ((W,), TEAM, ""),
    ("GET", "test-cases"): ((R,), ALL, ""),
    ("POST", "test-cases"): ((W,), TEAM, ""),
    ("GET", "test-case"): ((R,), ALL, ""),
    ("PUT", "test-case"): ((W,), TEAM, ""),
    ("PATCH", "test-case"): ((W,), TEAM, ""),
    ("DELETE", "test-case"): ((W,), TEAM, ""),
    ("GET", "assessments"): ((R,), ALL, ""),
    ("POST", "assessments"): ((W,), TEAM, ""),
    ("GET", "assessment"): ((R,), ALL, ""),
    ("PUT", "assessment"): ((W,), TEAM, ""),
    ("PATCH", "assessment"): ((W,), TEAM, ""),
    ("DELETE", "assessment"): ((W,), TEAM, ""),
    ("GET", "candidates"): ((C,), TEAM, ""),
    ("POST", "candidates"): ((C,), TEAM, ""),
    ("GET", "candidate"): ((C,), TEAM, ""),
    ("PUT", "candidate"): ((C,), TEAM, ""),
    ("PATCH", "candidate"): ((C,), TEAM, ""),
    ("DELETE", "candidate"): ((C,), "admin", ""),
    ("GET", "invitations"): ((C,), TEAM, ""),
    ("POST", "invitations"): ((C,), TEAM, ""),
    ("GET", "invitation-api"): ((C,), TEAM, ""),
    ("PATCH", "invitation-api"): ((C,), TEAM, ""),
    ("DELETE", "invitation-api"): ((C,), TEAM, ""),
    ("POST", "invitation-renew"): ((C,), TEAM, ""),
    ("POST", "session-start"): ((S,), TEAM, ""),
    ("GET", "sessions-active"): ((S,), TEAM, ""),
    ("GET", "sessions-abandoned"): ((S,), TEAM, ""),
    ("GET", "session"): ((S, X), ALL, "own"),
    ("PUT", "session-heartbeat"): ((S,), TEAM, "own"),
    ("PUT", "session-activity"): ((S,), TEAM, "own"),
    ("PUT", "session-progress"): ((S,), TEAM, "own"),
    ("PUT", "session-complete"): ((S,), TEAM, "own"),
    ("PUT", "session-abandon"): ((S,), TEAM, "own"),
    ("POST", "session-abandon"): ((S,), TEAM, "own"),
    ("PUT", "session-lease"): ((S,), TEAM, "own"),
    ("PUT", "session-draft"): ((S,), TEAM, "own"),
    ("PUT", "session-mark"): ((S,), TEAM, "own"),
    ("PUT", "session-signals"): ((S,), TEAM, "own"),
    ("GET", "session-snapshot"): ((S,), TEAM, "own"),
    ("GET", "session-result"): ((X,), ALL, "own"),
    ("GET", "submissions"): ((S, X), ALL, "any"),
    ("POST", "submissions"): ((S,), TEAM, "own"),
    ("GET", "submission"): ((S, X), ALL, "own"),
    ("POST", "runs"): ((S,), TEAM, "own"),
    ("POST", "run-check"): ((S,), TEAM, "own"),
    ("POST", "run-practice"): ((), "", "any"),
    ("GET", "run"): ((S, E), TEAM, "own"),
    ("GET", "results"): ((X,), ALL, ""),
    ("POST", "execute"): ((E,), TEAM, "any"),
    ("GET", "proxy-health"): ((E,), TEAM, ""),
}
PUBLIC = {"schema", "docs", "health-live", "health-ready"}
PAGES = {
    *("home", "invitation", "sitting", "sitting-start", "sitting-practice", "sitting-save", "sitting-finish"),
    *("sitting-note", "board", "playback"),
}
OVER = {"run-practice": 409}  # what alice, whose test runs, can no longer do


def test_every_method_of_every_route_declares_a_policy_and_stands_in_the_table() -> None:
    found = {(method, route.name): route for route in api_routes() for method in route.methods}
    undeclared = [key for key, route in found.items() if key[0] not in getattr(route.view, "policies", {})]
    assert not undeclared
    assert set(found) == set(TABLE)


def test_there_is_no_route_that_this_test_does_not_know() -> None:
    plain = {route.name for route in all_routes() if route.view is None and not route.template.startswith("/admin/")}
    fallback = {""}  # the 404 of the API
    assert plain == PAGES | (PUBLIC - {"schema", "docs"}) | fallback


def test_every_post_that_makes_something_takes_an_idempotency_key() -> None:
    posts = {route.name: route.view.post for route in api_routes() if "POST" in route.methods}  # type: ignore[union-attr]
    assert {name for name, post in posts.items() if not getattr(post, "creates", False)} == {"session-abandon"}


@pytest.fixture
def world(live: Any, bobs: Any, question: Any, assessment: Any, alice: Any) -> dict[str, Any]:
    """What the paths name: alice's session with a submission, an invitation of hers, a hidden test."""
    second = Assessment.objects.create(title="Second", slug="second")
    section = Section.objects.create(assessment=second)
    SectionQuestion.objects.create(section=section, question=question)
    now = timezone.now()
    submission = submit(
        session_id=live.id, question_id=question.id, language="python", code="print(3)", received_at=now
    )
    Candidate.objects.create(id="cleo", name="Cleo", email="cleo@example.org")
    return {
        "question_id": question.id,
        "case_id": TestCase.objects.filter(question=question, sample=False).values_list("id", flat=True)[0],
        "assessment_id": assessment.id,
        "candidate_id": "alice",
        "invitation_id": invite(candidate=alice, assessment=second, now=now).id,
        "submission_id": submission.id,
        "run_id": submission.run_id,
    }


@pytest.fixture
def clients(live: Any, bobs: Any, reviewer: Any, recruiter: Any, admin_user: Any, settings: Any) -> dict[str, Client]:
    settings.EXECUTOR_TENANT_LIMIT = 100
    made = {"anonymous": Client()}
    for name, session in (("alice", live), ("bob", bobs)):
        made[name] = Client(headers={"Authorization": f"Bearer {session_token(session)}"})
    for user in (reviewer, recruiter, admin_user):
        made[user.username] = Client()
        made[user.username].force_login(user)
    for scope in ApiKey.SCOPES:
        made[scope] = Client(headers={"Authorization": f"Api-Key {create_key(name=scope, scopes=[scope])[1]}"})
    return made


def expected(method: str, name: str, role: str) -> str:
    """What a role meets: through, unknown (401), denied (403) or hidden (404)."""
    scopes, staff, candidates = TABLE[method, name]
    if role == "anonymous":
        return "unknown"
    if role in ("alice", "bob"):
        if candidates == "own" and role == "bob":
            return "hidden"
        return "through" if candidates else "denied"
    return "through" if role in scopes or role in staff.split() else "denied"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_each_role_meets_what_the_table_says(
    method: str, world: dict[str, Any], clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.api_playground.LONGEST_WAIT", 0)  # nobody judges here
    wrong = []
    for route in api_routes():
        if method not in route.methods:
            continue
        body = bodies(world).get((method, route.name))
        content = b"" if body is None else json.dumps(body).encode()
        for role, client in clients.items():
            with transaction.atomic():
                answer = client.generic(method, route.path(world), content, content_type="application/json")
                transaction.set_rollback(True)
            wrong += [(route.name, role, *said) for said in complaints(method, route.name, role, answer)]
    assert not wrong


def complaints(method: str, name: str, role: str, answer: Any) -> list[tuple[Any, ...]]:
    """What is wrong with an answer to a role; empty where nothing is."""
    wanted, status = expected(method, name, role), answer.status_code
    found: list[tuple[Any, ...]] = []
    if wanted == "hidden":
        if status != 404 or b"Alice" in answer.content:
            found.append(("not hidden", status, answer.content))
    elif {401: "unknown", 403: "denied"}.get(status, "through") != wanted:
        found.append((f"not {wanted}", status, answer.content))
    if wanted == "unknown" and not answer.headers.get("WWW-Authenticate", "").startswith("Api-Key"):
        found.append(("no challenge",))
    if wanted == "through" and role == "alice" and status not in (200, 202, 503, OVER.get(name)):
        found.append(("alice could not do it", status, answer.content))
    if status >= 400 and name != "proxy-health" and answer.headers["Content-Type"] != "application/problem+json":
        found.append(("no problem details", answer.headers["Content-Type"]))
    return found


@pytest.mark.parametrize("name", sorted(PUBLIC))
@pytest.mark.django_db
def test_what_is_public_asks_for_no_credentials(name: str, client: Client) -> None:
    route = next(route for route in all_routes() if route.name == name)
    assert client.get(route.template).status_code in (200, 503)


@pytest.mark.django_db
def test_a_member_of_staff_needs_the_csrf_token_to_change_anything(recruiter: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(recruiter)
    body = {"name": "Cleo", "email": ""}
    answer = client.post("/api/candidates", body, content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]
    assert client.get("/api/candidates").status_code == 200
