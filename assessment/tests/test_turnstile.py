"""A bounded number of requests at once; nobody is turned away, and who waits for a run holds nobody up."""

import asyncio
from typing import Any

from assessment.turnstile import Turnstile


async def test_so_many_at_once_and_each_has_its_turn() -> None:
    at_once = most = done = 0
    go = asyncio.Event()

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal at_once, most, done
        at_once += 1
        most = max(most, at_once)
        await go.wait()
        at_once -= 1
        done += 1

    turnstile = Turnstile(application, at_once=3, waiting=2)
    short = [asyncio.create_task(turnstile({"path": "/s/1/"}, None, None)) for _ in range(10)]
    await asyncio.sleep(0)
    assert most == 3
    waits = [
        {"path": "/proxy/execute"},
        {"path": "/api/submissions", "query_string": b"wait=60"},
        {"path": "/proxy/execute"},
    ]
    long = [asyncio.create_task(turnstile(scope, None, None)) for scope in waits]
    health = asyncio.create_task(turnstile({"path": "/health/live"}, None, None))
    await asyncio.sleep(0.01)
    assert most == 3 + 2 + 1
    go.set()
    await asyncio.gather(*short, *long, health)
    assert done == 14


async def test_a_request_that_fails_gives_its_place_back() -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError

    turnstile = Turnstile(application, at_once=1)
    for _ in range(3):
        try:
            await asyncio.wait_for(turnstile({"path": "/"}, None, None), timeout=1)
        except RuntimeError:
            continue
        raise AssertionError("it was swallowed")
