"""Workers and the sweeper inside the server's process, for an installation on one machine."""

import asyncio
import atexit
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from executor import publish
from executor.listening import Listener

Application = Callable[[Any, Any, Any], Awaitable[None]]


def start() -> None:
    """Start what EMBEDDED promises, and stop it when the process ends."""
    from executor.worker import start_embedded, stop_embedded
    from sessions.services.sweeping import Sweeper

    sweeper = Sweeper()
    start_embedded()
    sweeper.start()
    atexit.register(stop_embedded)
    atexit.register(sweeper.stop)


def listen() -> None:
    """Hear from workers in other processes when a run is done."""
    listener = Listener()
    listener.start()
    atexit.register(listener.stop)


def probe() -> None:
    """Say every 10 s that we are up; and before the first request give back what the time before took."""
    from sessions.services.outages import Prober, at_start

    at_start()
    prober = Prober()
    prober.start()
    atexit.register(prober.stop)


class WithEmbedded:
    """The application, which hands the server's loop to `publish` so that worker threads reach it at once."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._loop: asyncio.AbstractEventLoop | None = None
        probe()
        if settings.EMBEDDED:
            start()
        else:
            listen()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            publish.use_loop(self._loop)
        await self.application(scope, receive, send)
