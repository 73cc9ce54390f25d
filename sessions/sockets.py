"""What both sockets share: JSON objects in and out, and database work off the loop."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import close_old_connections

Result = TypeVar("Result")
# database_sync_to_async gives the whole process one thread; these have a few of their own.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="socket")
MAX_FRAME = 1024 * 1024
NOT_YOURS, GONE, AGAIN = 4403, 4404, 1012


async def in_thread(work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run database work off the loop, with its connection closed when it is done."""

    def call() -> Result:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, call)


class JsonConsumer(AsyncWebsocketConsumer):
    """Reads JSON objects with a `type`; what cannot be read gets a `problem`, and the socket stays open."""

    handlers: dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]] = {}

    async def send_json(self, message: Any) -> None:
        await self.send(text_data=json.dumps(message))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None or len(text_data) > MAX_FRAME:
            await self.send_json({"type": "problem", "detail": "A message must be JSON text of at most 1 MiB."})
            return
        try:
            message = json.loads(text_data)
        except (ValueError, RecursionError):
            await self.send_json({"type": "problem", "detail": "The message is not valid JSON."})
            return
        kind = message.get("type") if isinstance(message, dict) else None
        handler = self.handlers.get(kind) if isinstance(kind, str) else None
        if handler is None:
            known = ", ".join(self.handlers)
            await self.send_json({"type": "problem", "detail": f"type: must be one of {known}."})
            return
        await handler(self, message)
