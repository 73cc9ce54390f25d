"""Every error in one shape, whoever raised it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.db.models import ProtectedError
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework import exceptions, serializers

from assessment import errors
from executor.errors import Busy, Conflict, Forbidden, Invalid, NotFound, TooLarge, Unavailable, Unprocessable

MEMBERS = {"type", "code", "title", "status", "detail", "errors", "success", "error"}
CASES: list[tuple[Exception, int, str]] = [
    (Invalid("a.b", "is wrong"), 400, "invalid"),
    (Unprocessable("a", "means nothing"), 422, "invalid"),
    (TooLarge("a", "is long", code="too_large"), 413, "too_large"),
    (Forbidden("no"), 403, "forbidden"),
    (NotFound("nothing"), 404, "not_found"),
    (Conflict("ended", code="already_ended"), 409, "already_ended"),
    (Busy("wait", retry_after=7, queued=3), 429, "busy"),
    (Unavailable("later"), 503, "unavailable"),
    (Http404(), 404, "not_found"),
    (PermissionDenied(), 403, "permission_denied"),
    (exceptions.NotAuthenticated(), 401, "not_authenticated"),
    (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    (exceptions.UnsupportedMediaType("x/y"), 415, "unsupported_media_type"),
    (exceptions.Throttled(wait=4.2), 429, "throttled"),
    (ProtectedError("in use", set()), 409, "in_use"),
    (IntegrityError("UNIQUE constraint failed: secret.table"), 409, "race"),
    (OperationalError("connection to secret.host failed"), 503, "unavailable"),
]


@pytest.mark.parametrize("exc,status,code", CASES, ids=lambda value: type(value).__name__)
def test_each_error_becomes_problem_details(exc: Exception, status: int, code: str) -> None:
    answer = errors.problem_handler(exc, {})
    assert answer is not None
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert set(answer.data) >= MEMBERS
    assert (answer.data["status"], answer.data["code"], answer.data["success"]) == (status, code, False)
    assert answer.data["type"] == f"urn:coding-engine:problem:{code}"
    assert answer.data["error"] == answer.data["detail"]
    assert "secret" not in str(answer.data)


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    assert errors.problem_handler(RuntimeError("bug"), {}) is None


@pytest.mark.parametrize("exc", [Busy("x", retry_after=7), exceptions.Throttled(wait=6.2), Unavailable("x")])
def test_who_may_try_again_is_told_when(exc: Exception) -> None:
    answer = errors.problem_handler(exc, {})
    assert answer is not None
    assert 1 <= int(answer.headers["Retry-After"]) <= 10


class Inner(serializers.Serializer[Any]):
    code = serializers.IntegerField()
    message = serializers.IntegerField()


class Outer(serializers.Serializer[Any]):
    name = serializers.CharField()
    rows = Inner(many=True)
    numbers = serializers.ListField(child=serializers.IntegerField())


@pytest.mark.parametrize(
    "body,fields",
    [
        ({}, {"name", "rows", "numbers"}),
        ({"name": [], "rows": [], "numbers": []}, {"name"}),
        (
            {"name": "x", "rows": [{"code": 1, "message": 2}, {"code": "a"}], "numbers": [1]},
            {"rows.1.code", "rows.1.message"},
        ),
        ({"name": "x", "rows": {}, "numbers": [1, "b", "c"]}, {"rows", "numbers.1", "numbers.2"}),
        ("text", {"body"}),
    ],
)
def test_fields_are_named_by_their_path(body: Any, fields: set[str]) -> None:
    made = Outer(data=body)
    with pytest.raises(serializers.ValidationError) as raised:
        made.is_valid(raise_exception=True)
    answer = errors.problem_handler(raised.value, {})
    assert answer is not None
    assert {error["field"] for error in answer.data["errors"]} == fields
    assert all(isinstance(error["message"], str) and error["code"] for error in answer.data["errors"])


def test_a_field_that_is_too_large_is_413() -> None:
    exc = serializers.ValidationError({"code": serializers.ErrorDetail("is long", "too_large")})
    answer = errors.problem_handler(exc, {})
    assert answer is not None
    assert answer.status_code == 413


@pytest.mark.parametrize("view", ["bad_request", "not_found", "forbidden", "server_error", "csrf_failure"])
def test_djangos_own_errors_are_json_for_the_api_and_pages_for_people(view: str, settings: Any) -> None:
    def answer(path: str) -> Any:
        arguments = (RuntimeError(),) if view in ("bad_request", "not_found", "forbidden") else ()
        return getattr(errors, view)(RequestFactory().get(path), *arguments)

    assert answer("/api/x").headers["Content-Type"] == "application/problem+json"
    assert answer("/proxy").headers["Content-Type"] == "application/problem+json"
    assert answer("/apiary").headers["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_an_error_of_the_server_says_nothing_of_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr("questions.endpoint.Endpoint.check_permissions", fail)
    answer = Client(raise_request_exception=False).get("/api/questions")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content


def test_a_host_that_is_not_ours(client: Client) -> None:
    answer = client.get("/api/questions", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
