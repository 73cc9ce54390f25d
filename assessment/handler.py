"""Django's ASGI handler for an application whose views and middleware are synchronous, as all of ours are."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import FileResponse
from django.urls import set_script_prefix

from assessment.turnstile import AT_ONCE, WAITING

HEALTH = 10  # health checks pass the turnstile by


class OneHopHandler(ASGIHandler):
    """A request goes to a thread once, for everything from its first signal to its last, and the threads stay.

    Django's own makes a thread for each request, one more to end it, and goes there and back for each signal and for
    each middleware that could be asynchronous: together more CPU than a small page.
    """

    def __init__(self) -> None:
        super().__init__()
        threads = ThreadPoolExecutor(AT_ONCE + WAITING + HEALTH, thread_name_prefix="http")
        self._in_thread = sync_to_async(self._answer, thread_sensitive=False, executor=threads)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        work = asyncio.ensure_future(self._in_thread(scope, body))
        try:
            start, parts = await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.wait([work])  # who waits in line takes this one's place, and its connection
            raise
        await send(start)
        for left, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
            await send({"type": "http.response.body", "body": part, "more_body": left > 0})

    def _answer(self, scope: Any, body: Any) -> tuple[Any, Sequence[bytes]]:
        """In the thread: the message that starts the answer, and what is in it."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = refused if request is None else self.get_response(request)
        vars(response)["_handler_class"] = self.__class__
        try:
            return _start_of(response), self._parts_of(response)
        finally:
            response.close()  # sends the last signal: the database's connection is free before the answer is sent
            body.close()

    def _parts_of(self, response: Any) -> list[bytes]:
        if not response.streaming:
            return [response.content]
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        return list(response.streaming_content) or [b""]


def _start_of(response: Any) -> dict[str, Any]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    cookies = [(b"Set-Cookie", one.output(header="").encode("ascii").strip()) for one in response.cookies.values()]
    return {"type": "http.response.start", "status": response.status_code, "headers": [*headers, *cookies]}
