"""How large a body may be, counted in front of Django."""

import json
from datetime import datetime
from typing import Any

import pytest

from assessment.limits import DEFAULT, BodyLimit, limit_of
from executor.core.limits import MAX_JOB_BYTES

LARGE = 64 * 1024 * 1024


@pytest.mark.parametrize(
    "path,limit",
    [
        ("/proxy/execute", LARGE),
        ("/api/questions", LARGE),
        ("/api/questions/1/test-cases", LARGE),
        ("/admin/questions/question/add/", LARGE),
        ("/api/submissions", DEFAULT),
        ("/api/test-session/alice/progress", DEFAULT),
        ("/s/1/save", DEFAULT),
        ("/", DEFAULT),
    ],
)
def test_each_path_has_its_limit(path: str, limit: int) -> None:
    assert limit_of(path) == limit
    assert LARGE == MAX_JOB_BYTES


class Application:
    """An ASGI application that reads its body and says what it got."""

    def __init__(self) -> None:
        self.body: bytes | None = None
        self.scope: dict[str, Any] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scope, body, more = scope, b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.body = body
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def call(
    path: str, chunks: list[bytes], *headers: tuple[bytes, bytes], query: bytes = b""
) -> tuple[Application, int, bytes]:
    """The application, and the status and body of the answer."""
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": at < len(chunks)} for at, chunk in enumerate(chunks, 1)
    ]
    sent: list[dict[str, Any]] = []
    application = Application()

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": query, "headers": list(headers)}
    await BodyLimit(application)(scope, receive, send)
    return application, sent[0]["status"], b"".join(m.get("body", b"") for m in sent)


def length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", str(size).encode()


async def test_a_body_of_exactly_the_limit_is_taken() -> None:
    application, status, _ = await call("/api/runs", [b"x" * DEFAULT], length(DEFAULT))
    assert status == 200
    assert application.body == b"x" * DEFAULT


async def test_one_byte_more_is_413_before_anything_is_read() -> None:
    application, status, answer = await call("/api/runs", [], length(DEFAULT + 1))
    assert status == 413
    assert application.body is None
    problem = json.loads(answer)
    assert problem["errors"][0] == {
        "field": "body",
        "code": "too_large",
        "message": "is larger than the 1,024 KiB that this path takes",
    }
    assert problem["success"] is False


async def test_a_length_that_lies_is_found_out() -> None:
    _, status, _ = await call("/api/runs", [b"x" * DEFAULT, b"x"], length(5))
    assert status == 413


@pytest.mark.parametrize("lie", [b"-1", b"5x", b"", b"1e3"])
async def test_a_length_that_is_no_number(lie: bytes) -> None:
    application, status, _ = await call("/api/runs", [b"x"], (b"content-length", lie))
    assert status == 400
    assert application.body is None


@pytest.mark.parametrize(("query", "field"), [(b"a=1&limit=\xff", "limit"), (b"\xff=1", "\ufffd"), (b"=\xe9", "query")])
async def test_a_raw_query_that_is_not_utf8_is_named(query: bytes, field: str) -> None:
    application, status, body = await call("/api/runs", [b""], query=query)
    assert (status, json.loads(body)["errors"][0]["field"], application.body) == (400, field, None)
    assert (await call("/api/runs", [b""], query="a=ü&b=%ff".encode()))[1] == 200


CHUNKED = (b"transfer-encoding", b"chunked")


async def test_a_body_in_chunks_gets_the_length_that_it_has() -> None:
    application, status, _ = await call("/api/runs", [b"ab", b"cd"], CHUNKED)
    assert status == 200
    assert application.body == b"abcd"
    assert dict(application.scope["headers"])[b"content-length"] == b"4"


async def test_too_many_chunks_are_413() -> None:
    application, status, _ = await call("/api/runs", [b"x" * 700_000] * 3, CHUNKED)
    assert status == 413
    assert application.body is None


async def test_the_receipt_time_is_taken_at_the_door() -> None:
    application, _, _ = await call("/api/runs", [b""])
    received_at = application.scope["received_at"]
    assert isinstance(received_at, datetime)
    assert received_at.tzinfo is not None


async def test_sockets_pass_untouched() -> None:
    seen = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    scope = {"type": "websocket", "path": "/s/1/live"}
    await BodyLimit(application)(scope, None, None)  # type: ignore[arg-type]
    assert seen == [scope]
