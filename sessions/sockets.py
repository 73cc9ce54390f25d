"""What both sockets share: JSON objects in and out, and database work off the loop."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from channels.consumer import get_handler_name
from channels.exceptions import InvalidChannelLayerError, StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.db import close_old_connections

from sessions.receipt import stamped

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

    group = ""  # whose news it hears; empty before it is let in, and where it is turned away
    _one_by_one: asyncio.Lock
    handlers: dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]] = {}

    received_at: datetime  # when the frame that is being handled came in: at the door, before any lock or queue

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with stamped(receive) as received:
            await self._live(scope, received, send)

    async def _live(self, scope: Any, receive: Any, send: Any) -> None:
        """As Channels', but two loops instead of two new tasks a message, and no thread hop before each one:
        database work closes its own connections (in_thread, Batcher)."""
        self.scope, self.base_send, self._one_by_one = scope, send, asyncio.Lock()
        layer = get_channel_layer(self.channel_layer_alias)
        if layer is None:
            raise InvalidChannelLayerError("CHANNEL_LAYERS names none")
        self.channel_layer = layer
        self.channel_name = await self.channel_layer.new_channel()
        me = asyncio.current_task()
        news = asyncio.create_task(self._hear_news())
        news.add_done_callback(lambda task: None if task.cancelled() or me is None else me.cancel())
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            return
        except asyncio.CancelledError:
            if news.done() and not news.cancelled():
                await news  # it failed, and says how
            raise
        finally:
            news.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await news

    async def _hear_news(self) -> None:
        """From the channel layer, which forgets a channel whose reader is cancelled while it waits there."""
        while True:
            message = await self.channel_layer.receive(self.channel_name)
            try:
                await self.dispatch(message)
            except asyncio.CancelledError:
                waiting = asyncio.ensure_future(self.channel_layer.receive(self.channel_name))
                await asyncio.sleep(0)
                waiting.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await waiting
                raise

    async def dispatch(self, message: dict[str, Any]) -> None:
        handler = getattr(self, get_handler_name(message), None)
        if handler is None:
            raise ValueError(f"no handler for {message['type']}")
        async with self._one_by_one:  # what is read for one message is not sent after what a later one changed
            if self.group or message["type"].startswith("websocket."):
                await handler(message)

    async def websocket_receive(self, message: Any) -> None:
        self.received_at = message["received_at"]
        await super().websocket_receive(message)

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
