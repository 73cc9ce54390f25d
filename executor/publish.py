"""News for the channel layer, from any thread. A message may be lost; rows are the truth."""

import asyncio
import logging
import threading
from typing import Any

from channels.layers import get_channel_layer

log = logging.getLogger(__name__)

_lock = threading.Lock()
_server_loop: asyncio.AbstractEventLoop | None = None
_own_loop: asyncio.AbstractEventLoop | None = None


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Name the loop that the server's sockets live on.

    The in-memory layer's queues belong to it: a message put there from another thread is heard only when the
    loop next wakes by itself, seconds later.
    """
    global _server_loop
    _server_loop = loop


def publish(group: str, message: dict[str, Any]) -> None:
    """Send `message` (with a `type`) to a group, without waiting. Never raises: a layer that is down is logged."""
    sending = _send(group, message)
    try:
        asyncio.run_coroutine_threadsafe(sending, _loop())
    except RuntimeError:  # the loop was closed a moment ago: the server is going down
        sending.close()
        log.warning("a message to %s was lost: the server is stopping", group)


async def _send(group: str, message: dict[str, Any]) -> None:
    try:
        layer = get_channel_layer()
        if layer is not None:
            await layer.group_send(group, message)
    except Exception:  # whatever the layer's client raises: the page re-reads the row
        log.warning("a message to %s was lost", group, exc_info=True)


def _loop() -> asyncio.AbstractEventLoop:
    """The server's loop; in a process without one (a worker, a command) one of our own, in its own thread."""
    global _own_loop
    if _server_loop is not None and _server_loop.is_running():
        return _server_loop
    with _lock:
        if _own_loop is None or _own_loop.is_closed():
            _own_loop = asyncio.new_event_loop()
            threading.Thread(target=_own_loop.run_forever, name="publish", daemon=True).start()
        return _own_loop
