"""How large a body may be, by path: counted in front of Django, before anything is read into memory."""

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.utils import timezone

from assessment.errors import CONTENT_TYPE, problem
from executor.core.limits import MAX_JOB_BYTES
from executor.errors import FieldError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

DEFAULT = 1024 * 1024
# Test data comes in by these: a question's cases, and the files of the admin's forms.
LARGE = re.compile(r"/proxy/execute$|/api/questions(/[^/]+(/test-cases(/[^/]+)?)?)?$|/admin/questions/question/")


def limit_of(path: str) -> int:
    """Bytes that a body sent to `path` may have."""
    return MAX_JOB_BYTES if LARGE.match(path) else DEFAULT


class _TooLarge(Exception):
    pass


class BodyLimit:
    """ASGI: answers 413 to a body over its route's limit, and notes when the request came in.

    scope["received_at"]: the receipt time, taken at the door before any lock or queue. A body sent in chunks
    gets the Content-Length that it turned out to have: REST framework reads none without it.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        scope = {**scope, "received_at": timezone.now()}
        limit = limit_of(scope["path"])
        declared = [value for name, value in scope["headers"] if name.lower() == b"content-length"]
        if declared and not declared[0].isdigit():
            await _answer(problem(400, "Content-Length is not a number.", code="bad_request"), send)
            return
        if raw := _unreadable(scope.get("query_string", b"")):
            message = "must be valid UTF-8, percent-encoded"
            errors = (FieldError(raw, "encoding", message),)
            await _answer(problem(400, f"{raw}: {message}", code="invalid", errors=errors), send)
            return
        try:
            if declared:
                if int(declared[0]) > limit:
                    raise _TooLarge
                receive = _counted(receive, limit)
            elif any(name.lower() == b"transfer-encoding" for name, _ in scope["headers"]):
                body, receive = await _gathered(receive, limit)
                scope["headers"] = [*scope["headers"], (b"content-length", str(len(body)).encode())]
            await self.application(scope, receive, send)
        except _TooLarge:
            await _refuse(limit, send)


def _unreadable(query: bytes) -> str:
    """The name of the first parameter with raw bytes that are not UTF-8, at which Django gives up; else ""."""
    for part in query.split(b"&"):
        try:
            part.decode()
        except UnicodeDecodeError:
            return part.partition(b"=")[0].decode("ascii", "replace")[:60] or "query"
    return ""


def _counted(receive: Receive, limit: int) -> Receive:
    """`receive`, which raises as soon as more than `limit` bytes came."""
    count = 0

    async def counting() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > limit:
            raise _TooLarge
        return message

    return counting


async def _gathered(receive: Receive, limit: int) -> tuple[bytes, Receive]:
    """The whole body, and a `receive` that gives it again."""
    chunks: list[Message] = []
    counting = _counted(receive, limit)
    while not chunks or chunks[-1].get("more_body"):
        chunks.append(await counting())
    body = b"".join(chunk.get("body", b"") for chunk in chunks)
    waiting = [chunks[-1]] if chunks[-1]["type"] != "http.request" else [{"type": "http.request", "body": body}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return body, again


async def _refuse(limit: int, send: Send) -> None:
    message = f"is larger than the {limit // 1024:,} KiB that this path takes"
    errors = (FieldError("body", "too_large", message),)
    await _answer(problem(413, f"The body {message}.", code="too_large", title="Too large", errors=errors), send)


async def _answer(body: dict[str, Any], send: Send) -> None:
    content = json.dumps(body).encode()
    headers = [
        (b"content-type", CONTENT_TYPE.encode()),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": body["status"], "headers": headers})
    await send({"type": "http.response.body", "body": content})
