"""Every error of the API in one shape: RFC 9457 problem details, plus `success` and `error` for older clients."""

import json
import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.db import IntegrityError, OperationalError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from django.views.csrf import csrf_failure as csrf_page
from rest_framework import exceptions
from rest_framework.response import Response

from executor.errors import Busy, FieldError, Refusal

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
API_PREFIXES = ("/api", "/proxy", "/health")
RETRY_SECONDS = 2
Headers = dict[str, str]


def problem(
    status: int,
    detail: str,
    *,
    code: str = "",
    title: str = "",
    errors: tuple[FieldError, ...] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of an error. `type` is a URN that names the kind of problem; it is stable."""
    code = code or HTTPStatus(status).phrase.lower().replace(" ", "_")
    return {
        **(extra or {}),
        "type": f"urn:coding-engine:problem:{code}",
        "code": code,
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": [{"field": e.field, "code": e.code, "message": e.message} for e in errors],
        "success": False,
        "error": detail,
    }


def problem_response(status: int, detail: str, **kwargs: Any) -> HttpResponse:
    """The same as Django's own answer, for what goes wrong outside a view of the API."""
    return HttpResponse(json.dumps(problem(status, detail, **kwargs)), status=status, content_type=CONTENT_TYPE)


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. None: not ours, a fault of the server."""
    found = _of(exc)
    if found is None:
        return None
    body, headers = found
    response = Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)
    response.exception = True
    return response


def _of(exc: Exception) -> tuple[dict[str, Any], Headers] | None:
    if isinstance(exc, Refusal):
        return _of_refusal(exc)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound("There is nothing here.")
    elif isinstance(exc, DjangoPermissionDenied):
        exc = exceptions.PermissionDenied()
    if isinstance(exc, exceptions.ValidationError):
        return _of_validation(exc), {}
    if isinstance(exc, exceptions.APIException):
        return _of_framework(exc)
    return _of_database(exc)


def _of_refusal(exc: Refusal) -> tuple[dict[str, Any], Headers]:
    extra = dict(exc.extra)
    headers = {}
    if isinstance(exc, Busy):
        headers["Retry-After"] = str(exc.retry_after)
        extra["queued"] = exc.queued
    elif exc.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(getattr(exc, "retry_after", RETRY_SECONDS))
    body = problem(exc.status, exc.detail, code=exc.code, title=exc.title, errors=exc.errors, extra=extra)
    return body, headers


def _of_validation(exc: exceptions.ValidationError) -> dict[str, Any]:
    errors = tuple(_field_errors("", exc.get_full_details()))
    detail = "; ".join(f"{e.field}: {e.message}" for e in errors[:3])
    if all(e.code == "too_large" for e in errors):
        return problem(413, detail, code="too_large", title="Too large", errors=errors)
    return problem(400, detail, code="invalid", title="Bad request", errors=errors)


def _field_errors(path: str, details: Any) -> Iterator[FieldError]:
    """REST framework's nested details as flat dotted paths: test_cases.0.input."""
    if isinstance(details, list):
        # A list of objects is either the errors of one field or, by position, those of its items.
        for index, item in enumerate(details):
            yield from _field_errors(path if _is_leaf(item) else _join(path, index), item)
    elif _is_leaf(details):
        yield FieldError(path or "body", str(details["code"]), details["message"])
    else:
        for name, item in details.items():
            yield from _field_errors(path if name == "non_field_errors" else _join(path, name), item)


def _is_leaf(details: Any) -> bool:
    return isinstance(details, dict) and set(details) == {"message", "code"} and isinstance(details["message"], str)


def _join(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _of_framework(exc: exceptions.APIException) -> tuple[dict[str, Any], Headers]:
    headers = {}
    if challenge := getattr(exc, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    code = exc.get_codes()
    errors: tuple[FieldError, ...] = ()
    if isinstance(exc, exceptions.UnsupportedMediaType):
        errors = (FieldError("Content-Type", "unsupported_media_type", str(exc.detail)),)
    named = code if isinstance(code, str) else ""
    return problem(exc.status_code, str(exc.detail), code=named, errors=errors), headers


def _of_database(exc: Exception) -> tuple[dict[str, Any], Headers] | None:
    """What two callers at the same moment can do to each other; the database's own words go to the log only."""
    if isinstance(exc, ProtectedError):
        return problem(409, "It is in use and cannot be deleted.", code="in_use"), {}
    if isinstance(exc, IntegrityError):
        log.warning("a constraint refused a request", exc_info=exc)
        return problem(409, "Something else was changed at the same moment. Please try again.", code="race"), {}
    if isinstance(exc, OperationalError):
        log.error("the database did not do its work", exc_info=exc)
        detail = "The database is busy or away. Please try again."
        return problem(503, detail, code="unavailable"), {"Retry-After": str(RETRY_SECONDS)}
    return None


# --- outside the views of the API ---------------------------------------------------------------------------


def is_api(request: HttpRequest) -> bool:
    return any(request.path == prefix or request.path.startswith(f"{prefix}/") for prefix in API_PREFIXES)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(400, "The request could not be understood.", code="bad_request")
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_api(request):
        return problem_response(404, "There is no such path; paths have no trailing slash.", code="not_found")
    return defaults.page_not_found(request, exception or Http404())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return problem_response(403, "You are not allowed to do this.", code="permission_denied")
    return defaults.permission_denied(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return problem_response(500, "The server failed. It was logged.", code="server_error")
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if is_api(request):
        return problem_response(403, f"CSRF check failed: {reason}", code="csrf_failed")
    return csrf_page(request, reason)
