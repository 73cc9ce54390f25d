"""News from any thread: heard at once, in order, and never a reason to fail."""

import asyncio
import logging
import threading
import time
from typing import Any

import pytest
from channels.layers import get_channel_layer

from executor import publish


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_server_loop", None)


async def listen(group: str) -> tuple[Any, str]:
    layer = get_channel_layer()
    assert layer is not None
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    return layer, channel


async def test_a_message_of_another_thread_is_heard_at_once() -> None:
    """With the in-memory layer it is heard seconds late, unless it is put there by our loop (traps.md)."""
    publish.use_loop(asyncio.get_running_loop())
    layer, channel = await listen("news")
    waiting = asyncio.ensure_future(layer.receive(channel))
    await asyncio.sleep(0.3)  # the loop sleeps in its selector, with nothing that would wake it
    sent: list[float] = []

    def work() -> None:
        sent.append(time.monotonic())
        publish.publish("news", {"type": "n", "n": 1})

    threading.Thread(target=work).start()
    assert (await asyncio.wait_for(waiting, 10))["n"] == 1
    assert time.monotonic() - sent[0] < 0.5


async def test_messages_of_a_thread_come_in_order() -> None:
    publish.use_loop(asyncio.get_running_loop())
    layer, channel = await listen("order")

    def work() -> None:
        for n in range(20):
            publish.publish("order", {"type": "n", "n": n})

    threading.Thread(target=work).start()
    assert [(await asyncio.wait_for(layer.receive(channel), 10))["n"] for _ in range(20)] == list(range(20))


async def test_the_loops_own_thread_may_publish() -> None:
    publish.use_loop(asyncio.get_running_loop())
    layer, channel = await listen("own")
    publish.publish("own", {"type": "n", "n": 1})
    assert (await asyncio.wait_for(layer.receive(channel), 10))["n"] == 1


def heard_in_log(caplog: pytest.LogCaptureFixture, text: str) -> bool:
    deadline = time.monotonic() + 10
    while text not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.01)
    return text in caplog.text


def test_a_layer_that_is_down_is_logged_and_no_more(
    no_server: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    down = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:9/0"]}}
    settings.CHANNEL_LAYERS = {"default": down}
    with caplog.at_level(logging.WARNING):
        publish.publish("news", {"type": "n"})
        assert heard_in_log(caplog, "a message to news was lost")


def test_a_server_that_stops_at_this_moment_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    closed = asyncio.new_event_loop()
    closed.close()
    monkeypatch.setattr(publish, "_loop", lambda: closed)
    publish.publish("news", {"type": "n"})
    assert "the server is stopping" in caplog.text
