"""Bad input is a 4xx that names the field, at every route that takes a body; never a 500."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.tests.api_routes import CODE, Route, api_routes, bodies
from questions.models import TestCase
from sessions.models import Candidate
from sessions.services.inviting import invite
from sessions.services.submitting import submit
from sessions.tokens import session_token

UNKNOWN = "00000000-0000-4000-8000-000000000000"
CASE = {"input": "1\n", "expected_output": "1\n"}


@pytest.fixture
def ids(live: Any, question: Any, assessment: Any, bob: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr("sessions.api_playground.LONGEST_WAIT", 0)
    now = timezone.now()
    Candidate.objects.create(id="cleo", name="Cleo")
    handed = submit(session_id=live.id, question_id=question.id, language="python", code="print(3)", received_at=now)
    return {
        "question_id": question.id,
        "case_id": TestCase.objects.filter(question=question).values_list("id", flat=True)[0],
        "assessment_id": assessment.id,
        "candidate_id": "alice",
        "invitation_id": invite(candidate=bob, assessment=assessment, now=now).id,
        "submission_id": handed.id,
        "run_id": handed.run_id,
    }


@pytest.fixture
def key(api_key: str) -> Client:
    return Client(headers={"Authorization": f"Api-Key {api_key}"}, raise_request_exception=True)


@pytest.fixture
def caller(key: Client, live: Any) -> Callable[[str], Client]:
    """Who calls a route: a key with every scope, but where candidates alone may."""
    alice = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    return lambda name: alice if name == "run-practice" else key


def writing() -> list[tuple[str, Route]]:
    return [(m, route) for route in api_routes() for m in route.methods if m in ("POST", "PUT", "PATCH")]


def send(client: Client, method: str, path: str, body: Any, content_type: str = "application/json") -> Any:
    """The answer, with what it changed undone."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with transaction.atomic():
        answer = client.generic(method, path, content, content_type=content_type)
        transaction.set_rollback(True)
    return answer


def fields(answer: Any) -> set[str]:
    return {error["field"] for error in answer.json()["errors"]}


# --- every route that takes a body --------------------------------------------------------------------------

RAW: dict[str, tuple[bytes, str, int]] = {
    "not JSON": (b"{'a': 1}", "application/json", 400),
    "cut off": (b'{"a": ', "application/json", 400),
    "invalid UTF-8": (b'{"name": "\xff\xfe"}', "application/json", 400),
    "a NUL": (b'{"name": "a\\u0000b", "x": [{"y": "\\u0000"}]}', "application/json", 400),
    "a NUL in a key": (b'{"a\\u0000b": 1}', "application/json", 400),
    "a lone surrogate": (b'{"name": "\\ud800"}', "application/json", 400),
    "NaN": (b'{"name": NaN}', "application/json", 400),
    "an infinite number": (b'{"name": 1e999}', "application/json", 400),
    "a number of 5,000 digits": (b'{"name": ' + b"9" * 5000 + b"}", "application/json", 400),
    "deep lists": (b'{"name": ' + b"[" * 500 + b"]" * 500 + b"}", "application/json", 400),
    "very deep lists": (b"[" * 100_000, "application/json", 400),
    "many values": (b"[" + b"0," * 200_001 + b"0]", "application/json", 400),
    "an unknown charset": (b"{}", "application/json; charset=klingon", 415),
    "another charset": ('{"name": "ä"}'.encode("utf-16"), "application/json; charset=utf-16", 415),
    "two content types": (b"{}", "application/json, text/plain", 415),
    "a form": (b"a=1", "application/x-www-form-urlencoded", 415),
    "a list": (b"[]", "application/json", 400),
    "a text": (b'"x"', "application/json", 400),
    "a number": (b"5", "application/json", 400),
    "null": (b"null", "application/json", 400),
}


@pytest.mark.parametrize("what", RAW)
def test_a_body_that_cannot_be_read(what: str, caller: Callable[[str], Client], ids: dict[str, Any]) -> None:
    content, content_type, status = RAW[what]
    takes = bodies(ids)
    for method, route in writing():
        if (method, route.name) not in takes:
            continue
        answer = send(caller(route.name), method, route.path(ids), content, content_type)
        assert answer.status_code == status, (method, route.name, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert problem["success"] is False
        assert problem["errors"], (method, route.name)


WRONG: list[Any] = [None, True, 5, -1, 1.5, 10**30, "", " ", "x" * 300_000, [], [1], {}, {"a": 1}]


def leaves(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a body."""
    if path:
        yield path
    items = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for name, value in items:
        yield from leaves(value, (*path, name))


def replaced(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = copy.deepcopy(body)
    here = made
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return made


@pytest.mark.parametrize("method,name", sorted((m, r.name) for m, r in writing()))
def test_a_value_of_the_wrong_kind_is_refused_by_name_or_taken(
    method: str, name: str, caller: Callable[[str], Client], ids: dict[str, Any]
) -> None:
    """Every field × every kind of value: whatever is refused names the field; nothing is a 500."""
    body = bodies(ids).get((method, name))
    if body is None:
        return
    route = next(route for route in api_routes() if route.name == name)
    for path in leaves(body):
        for value in WRONG:
            answer = send(caller(route.name), method, route.path(ids), replaced(body, path, value))
            said = (path, str(value)[:40], answer.status_code, answer.content[:300])
            assert answer.status_code < 500 or answer.status_code == 503, said
            if answer.status_code in (400, 413, 422):
                named = fields(answer)
                assert any(str(path[0]) in field.split(".")[0] or field == "body" for field in named), said


@pytest.mark.parametrize("method,name", sorted((m, r.name) for m, r in writing()))
def test_a_missing_field_is_named(method: str, name: str, caller: Callable[[str], Client], ids: dict[str, Any]) -> None:
    body = bodies(ids).get((method, name))
    if body is None or method == "PATCH":
        return
    route = next(route for route in api_routes() if route.name == name)
    for field in body:
        answer = send(caller(route.name), method, route.path(ids), {k: v for k, v in body.items() if k != field})
        assert answer.status_code < 500 or answer.status_code == 503
        if answer.status_code == 400:
            assert field in fields(answer)


# --- single fields ------------------------------------------------------------------------------------------

EXECUTE = {**CODE, "user_id": "u", "test_cases": [CASE]}
TABLE: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("POST", "/proxy/execute", {**EXECUTE, "language": "cobol"}, 400, "language"),
    ("POST", "/proxy/execute", {**EXECUTE, "language": 5}, 400, "language"),
    ("POST", "/proxy/execute", {**EXECUTE, "code": "   \n\t"}, 400, "code"),
    ("POST", "/proxy/execute", {**EXECUTE, "code": "x" * 300_000}, 413, "code"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": []}, 400, "test_cases"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": {}}, 400, "test_cases"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": "abc"}, 400, "test_cases"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": [CASE, 5]}, 400, "test_cases.1"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": [CASE, {"input": 5}]}, 400, "test_cases.1.input"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": [{"expected_output": ""}]}, 400, "test_cases.0.input"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": [{**CASE, "id": [1]}]}, 400, "test_cases.0.id"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": [CASE] * 1001}, 400, "test_cases"),
    ("POST", "/proxy/execute", {**EXECUTE, "test_cases": [{"input": "x" * 17_000_000}]}, 413, "test_cases.0.input"),
    ("POST", "/proxy/execute", {**EXECUTE, "question_id": UNKNOWN}, 422, "question_id"),
    ("POST", "/proxy/execute", {**EXECUTE, "question_id": "5"}, 422, "question_id"),
    ("POST", "/api/test-session", {"candidate_id": "alice"}, 400, "assessment_id"),
    ("POST", "/api/test-session", {"candidate_id": "nobody", "assessment_id": "first-test"}, 404, "candidate_id"),
    ("POST", "/api/test-session", {"candidate_id": "alice", "assessment_id": UNKNOWN}, 422, "assessment_id"),
    (
        "POST",
        "/api/test-session",
        {"candidate_id": "bob", "assessment_id": "first-test", "test_duration_minutes": "60"},
        400,
        "test_duration_minutes",
    ),
    ("PUT", "/api/test-session/alice/complete", {"completion_method": "auto"}, 400, "completion_method"),
    ("PUT", "/api/test-session/alice/complete", {"completion_method": "heartbeat_timeout"}, 400, "completion_method"),
    ("PUT", "/api/test-session/alice/abandon", {"completion_method": "gone"}, 400, "completion_method"),
    ("PUT", "/api/test-session/alice/progress", {"pending_answers": []}, 400, "pending_answers"),
    ("PUT", "/api/test-session/alice/progress", {"sections_completed": "1"}, 400, "sections_completed"),
    (
        "PUT",
        "/api/test-session/alice/progress",
        {"pending_answers": {"x": {"language": "python", "code": "1"}}},
        400,
        "pending_answers.x",
    ),
    ("POST", "/api/candidates", {"name": "A", "email": "nowhere"}, 400, "email"),
    ("POST", "/api/candidates", {"name": "A", "email": "", "candidate_id": "a/b"}, 400, "candidate_id"),
    ("POST", "/api/candidates", {"name": "A", "email": "", "candidate_id": "active"}, 400, "candidate_id"),
    ("POST", "/api/candidates", {"name": "A", "email": "", "candidate_id": "x" * 37}, 400, "candidate_id"),
    ("POST", "/api/candidates", {"name": "A", "email": "", "candidate_id": "alice"}, 409, "candidate_id"),
    ("POST", "/api/invitations", {"candidate_id": "nobody", "assessment_id": "first-test"}, 404, "candidate_id"),
    ("POST", "/api/invitations", {"candidate_id": "cleo", "assessment_id": "none"}, 422, "assessment_id"),
    (
        "POST",
        "/api/invitations",
        {"candidate_id": "cleo", "assessment_id": "first-test", "expires_at": "2001-01-01T00:00:00Z"},
        400,
        "expires_at",
    ),
    (
        "POST",
        "/api/invitations",
        {"candidate_id": "cleo", "assessment_id": "first-test", "expires_at": "2101-01-01T00:00:00"},
        400,
        "expires_at",
    ),
    ("POST", "/api/submissions", {**CODE, "candidate_id": "alice", "question_id": "x"}, 400, "question_id"),
    ("POST", "/api/submissions", {**CODE, "question_id": UNKNOWN}, 400, "candidate_id"),
    ("POST", "/api/submissions?wait=ever", {**CODE, "question_id": UNKNOWN}, 400, "wait"),
    ("POST", "/api/questions", {"title": "A", "description": "B", "tags": ["x" * 41]}, 400, "tags"),
    ("POST", "/api/questions", {"title": "A", "description": "B", "languages": ["cobol"]}, 400, "languages.0"),
    ("POST", "/api/questions", {"title": "A", "description": "B", "cpu_seconds": 1000}, 400, "cpu_seconds"),
    ("POST", "/api/questions", {"title": "A", "description": "B", "memory_mib": 1.5}, 400, "memory_mib"),
    ("POST", "/api/questions", {"title": "A", "description": "B", "boiler_plate": "[1]"}, 400, "boiler_plate"),
    (
        "POST",
        "/api/questions",
        {"title": "A", "description": "B", "checker": "lines", "checker_options": {"absolute": 1}},
        400,
        "checker_options",
    ),
    ("POST", "/api/questions", {"title": "A", "description": "B", "slug": "add-two"}, 409, "slug"),
    (
        "POST",
        "/api/assessments",
        {"title": "A", "sections": [{"questions": [{"question_id": UNKNOWN}]}]},
        422,
        "sections.0.questions.0.question_id",
    ),
    (
        "POST",
        "/api/assessments",
        {"title": "A", "sections": [{"questions": [{}]}]},
        400,
        "sections.0.questions.0.question_id",
    ),
    (
        "POST",
        "/api/assessments",
        {"title": "A", "opens_at": "2030-01-02T00:00:00Z", "closes_at": "2030-01-01T00:00:00Z"},
        400,
        "closes_at",
    ),
]  # fmt: skip


@pytest.mark.parametrize("method,path,body,status,field", TABLE, ids=lambda value: str(value)[:40])
def test_a_field_that_is_wrong(
    method: str, path: str, body: dict[str, Any], status: int, field: str, key: Client, ids: dict[str, Any]
) -> None:
    answer = send(key, method, path, body)
    assert answer.status_code == status, answer.content
    assert field in fields(answer)
    assert answer.json()["detail"]


QUERIES = [
    ("/api/questions?limit=0", "limit"),
    ("/api/questions?limit=x", "limit"),
    ("/api/questions?limit=10000", "limit"),
    ("/api/questions?cursor=x", "cursor"),
    ("/api/questions?limit=1&ordering=statement", "ordering"),
    ("/api/questions?difficulty=mad", "difficulty"),
    ("/api/questions?search=%00", "search"),
    ("/api/candidates?email=%00", "email"),
    ("/api/candidates?%00=1", "body"),
    ("/api/results?status=x", "status"),
    ("/api/results?cursor=%F0%9F%92%A9", "cursor"),
    ("/api/submissions?session_id=7", "session_id"),
    ("/api/test-session/alice?session_id=7", "session_id"),
]


@pytest.mark.parametrize("path,field", QUERIES)
def test_a_query_that_is_wrong(path: str, field: str, key: Client, ids: dict[str, Any]) -> None:
    answer = key.get(path)
    assert answer.status_code == 400, answer.content
    assert field in fields(answer)


PATHS = [
    "/api/questions/5",
    "/api/questions/5f",
    "/api/questions/99999999999999999999",
    "/api/questions/-1",
    "/api/questions/%00",
    "/api/questions/٣",
    f"/api/questions/{UNKNOWN}",
    f"/api/questions/{UNKNOWN}/test-cases",
    "/api/questions/x/publish/",
    "/api/candidates/nobody",
    "/api/candidates/%00",
    "/api/test-session/nobody",
    "/api/test-session/a%00b/result",
    "/api/test-session/%ff%fe",
    "/api/test-session/alice/",
    f"/api/submissions/{UNKNOWN}",
    "/api/submissions/5",
    f"/api/runs/{UNKNOWN}",
    "/api/nothing",
    "/api/",
    "/api",
    "/proxy",
    "/health",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("debug", [False, True])
def test_a_path_that_leads_nowhere(path: str, debug: bool, key: Client, ids: dict[str, Any], settings: Any) -> None:
    settings.DEBUG = debug
    answer = key.get(path)
    assert answer.status_code == 404, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_a_path_has_not(key: Client, ids: dict[str, Any]) -> None:
    for path in ("/api/results", "/proxy/execute", "/api/test-session"):
        answer = key.delete(path)
        assert answer.status_code == 405
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "DELETE" not in answer.headers["Allow"]


# --- anything at all ----------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(["python", UNKNOWN, "alice", "manual", "2030-01-01T00:00:00Z", "\x00", "first-test"]),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3),
    max_leaves=8,
)
NAMES = [
    *(
        "title",
        "description",
        "name",
        "email",
        "candidate_id",
        "assessment_id",
        "question_id",
        "session_id",
        "language",
    ),
    *("code", "test_cases", "input", "user_id", "completion_method", "pending_answers", "sections_completed", "tags"),
    *("sections", "boiler_plate", "checker_options", "multipliers", "languages", "expires_at", "points", "base_rev"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8), data=st.data())
def test_no_body_whatever_makes_the_server_fail(
    body: dict[str, Any], data: st.DataObject, caller: Callable[[str], Client], ids: dict[str, Any]
) -> None:
    method, route = data.draw(st.sampled_from(writing()))
    known = bodies(ids).get((method, route.name), {})
    answer = send(caller(route.name), method, route.path(ids), {**known, **body})
    assert answer.status_code < 500 or answer.status_code == 503, answer.content
