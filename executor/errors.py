"""Refusals: what a caller did that cannot be done, in the caller's terms.

The lowest app holds them so that every layer can raise them; `assessment.errors` turns each into an
RFC 9457 answer. No Django here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str  # dotted path into the body, e.g. "test_cases.0.input"
    code: str
    message: str


class Refusal(Exception):
    """A request that is refused. `status` is the HTTP status it is answered with; `extra` goes into the answer."""

    status = 400
    code = "invalid"
    title = "Bad request"

    def __init__(self, detail: str, *, code: str = "", errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.errors = errors
        self.extra: Mapping[str, Any] = {}


class Invalid(Refusal):
    """A field has the wrong shape or value (400). Names the field and says what would be right."""

    def __init__(self, field: str, message: str, *, code: str = "invalid") -> None:
        super().__init__(f"{field}: {message}", code=code, errors=(FieldError(field, code, message),))


class Unprocessable(Invalid):
    """Well-formed, but it cannot mean anything here (422)."""

    status = 422
    title = "Unprocessable"


class Forbidden(Refusal):
    status = 403
    code = "forbidden"
    title = "Forbidden"


class NotFound(Refusal):
    status = 404
    code = "not_found"
    title = "Not found"


class Conflict(Refusal):
    """The state does not allow it (409)."""

    status = 409
    code = "conflict"
    title = "Conflict"


class TooLarge(Invalid):
    status = 413
    title = "Too large"


class Busy(Refusal):
    """Too many runs at once (429). `retry_after` in seconds; `queued` is the queue's length."""

    status = 429
    code = "busy"
    title = "Too many requests"

    def __init__(self, detail: str, *, retry_after: int, queued: int = 0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.queued = queued


class Unavailable(Refusal):
    """We cannot do it now, and it is our fault (503)."""

    status = 503
    code = "unavailable"
    title = "Unavailable"
