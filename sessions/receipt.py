"""When something came in at the door: rule 3 counts from there, not from when its turn came."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

Receive = Callable[[], Awaitable[Any]]  # of ASGI messages, which are dictionaries


def received_at(request: HttpRequest) -> datetime:
    """When an HTTP request came in, as `assessment.limits` noted it in front of Django."""
    moment = (getattr(request, "scope", None) or {}).get("received_at")
    return moment if isinstance(moment, datetime) else timezone.now()


@contextlib.asynccontextmanager
async def stamped(receive: Receive) -> AsyncIterator[Receive]:
    """`receive` of a socket, whose messages carry `received_at`.

    A consumer asks for the next message when it has done with the last one. Here they are taken as they come, so
    that a save which waits behind others has its own time. (The server's queue in front of us has no bound either.)
    """
    waiting: asyncio.Queue[Any] = asyncio.Queue()

    async def take() -> None:
        while True:
            message = await receive()
            waiting.put_nowait({**message, "received_at": timezone.now()})

    taking = asyncio.ensure_future(take())
    try:
        yield waiting.get
    finally:
        taking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await taking
