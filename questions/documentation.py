"""How an operation is described in the OpenAPI document: every one with an example."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

Documented = type[serializers.Serializer[Any]]
MEANINGS = {
    400: "A field has the wrong shape or value; `errors` names it.",
    401: "No credentials, or wrong ones.",
    403: "These credentials do not allow it.",
    404: "There is no such thing, or not for you.",
    409: "The state does not allow it.",
    413: "The body, or a field of it, is too large.",
    415: "The body is not JSON.",
    422: "Well-formed, but it cannot mean anything here.",
    429: "Too much is queued or running; see Retry-After.",
    503: "It cannot be done now; see Retry-After.",
}


class FieldProblem(serializers.Serializer[Any]):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457 problem details; `success` and `error` are for older clients."""

    type = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblem(many=True)  # type: ignore[assignment]  # a field, in spite of its name
    success = serializers.BooleanField()
    error = serializers.CharField()


def text_param(name: str, description: str, **kwargs: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.QUERY, description=description, **kwargs)


def uuid_param(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.QUERY, description=description)


PAGING = (
    OpenApiParameter("limit", OpenApiTypes.INT, OpenApiParameter.QUERY, description="Rows of a page, 1 to 200."),
    text_param("cursor", "Where the page starts: taken from the `next` of the page before."),
)
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Any text of up to 255 characters. A repeated request with the same key makes nothing anew: "
    "it gets the answer of the first.",
)


def documented(
    summary: str,
    *,
    tag: str,
    answer: Documented | None,
    example: Mapping[str, Any] | None = None,
    body: Documented | None = None,
    body_example: Mapping[str, Any] | None = None,
    status: int | Iterable[int] = 200,
    parameters: Iterable[OpenApiParameter] = (),
    refusals: Iterable[int] = (400, 401, 403, 404),
    creates: bool = False,
    operation_id: str | None = None,
) -> Callable[..., Any]:
    """Describe one method of a view. `answer` None: no body (204)."""
    statuses = [status] if isinstance(status, int) else list(status)
    examples = []
    if example is not None:
        examples.append(OpenApiExample("Answer", value=example, response_only=True, status_codes=[*map(str, statuses)]))
    if body_example is not None:
        examples.append(OpenApiExample("Request", value=body_example, request_only=True))
    responses: dict[Any, Any] = dict.fromkeys(statuses, answer or OpenApiResponse(description="Done; no body."))
    for code in sorted({*refusals, *((413, 415) if body else ()), *((409, 422) if creates else ())}):
        responses[(code, "application/problem+json")] = OpenApiResponse(Problem, description=MEANINGS[code])
    first, _, rest = summary.partition("\n")
    return extend_schema(
        summary=first.strip(),
        description=rest.strip() or first.strip(),
        tags=[tag],
        request=body,
        responses=responses,
        examples=examples,
        parameters=[*parameters, *([IDEMPOTENCY] if creates else [])],
        operation_id=operation_id,
    )
