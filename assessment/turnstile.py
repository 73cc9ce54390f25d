"""How many HTTP requests are worked on at once in one process; the others stand in line, where they cost nothing.

Each request has a thread, and most a connection of the database. Without a bound a whole cohort that presses Start at
once takes every connection, all wait for each other, and saves wait behind them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

AT_ONCE = 10  # below DATABASE_POOL_SIZE: sockets need connections, too
WAITING = 60  # requests that wait for a run: they give their connection back meanwhile

Application = Callable[[Any, Any, Any], Awaitable[None]]


def waits(scope: Any) -> bool:
    """Whether a request may wait for a run for a minute: it must not hold up those that do not."""
    return scope["path"].startswith("/proxy/") or b"wait=" in scope.get("query_string", b"")


class Turnstile:
    """ASGI, HTTP only. Health checks pass by: they are asked when things are bad."""

    def __init__(self, application: Application, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self.application = application
        self._short, self._long = asyncio.Semaphore(at_once), asyncio.Semaphore(waiting)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].startswith("/health/"):
            await self.application(scope, receive, send)
            return
        async with self._long if waits(scope) else self._short:
            await self.application(scope, receive, send)
