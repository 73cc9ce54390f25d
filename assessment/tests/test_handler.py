"""HTTP through Django: a request goes to its thread once, whatever middleware there is, and failures are answered."""

import asyncio
import threading
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from assessment.handler import OneHopHandler

seen: list[threading.Thread] = []


def noted(request: HttpRequest) -> HttpResponse:
    seen.append(threading.current_thread())
    return HttpResponse("here")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("no")


held: dict[str, threading.Event] = {}


def holding(request: HttpRequest) -> HttpResponse:
    held["asked"].set()
    held["go_on"].wait(30)
    return HttpResponse("held")


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"one ", b"two ", b"three"]))


urlpatterns = [path("noted", noted), path("broken", broken), path("streamed", streamed), path("holding", holding)]


class Noting:
    """Middleware that could be asynchronous, as most of Django's."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        seen.append(threading.current_thread())
        return self.get_response(request)


async def ask(target: str, handler: OneHopHandler | None = None) -> tuple[int, bytes]:
    sent: list[Any] = []
    waiting: asyncio.Queue[Any] = asyncio.Queue()
    waiting.put_nowait({"type": "http.request", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": target, "query_string": b"", "headers": [(b"host", b"localhost")]}
    await (handler or OneHopHandler())(scope, waiting.get, send)
    assert [bool(message.get("more_body")) for message in sent[1:]] == [True] * (len(sent) - 2) + [False]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def noting() -> Any:
    seen.clear()
    name = f"{__name__}.Noting"
    with override_settings(MIDDLEWARE=[name, *settings.MIDDLEWARE, name], ROOT_URLCONF=__name__):
        yield


@pytest.mark.usefixtures("noting")
async def test_middleware_and_view_share_one_thread_which_is_not_the_loop_s() -> None:
    assert await ask("/noted") == (200, b"here")
    assert len(seen) == 3
    assert len(set(seen)) == 1
    assert seen[0] is not threading.current_thread()


@pytest.mark.usefixtures("noting")
async def test_what_is_not_there_and_what_breaks_is_answered() -> None:
    assert (await ask("/nothing"))[0] == 404
    assert (await ask("/broken"))[0] == 500


@pytest.mark.usefixtures("noting")
async def test_the_thread_of_a_request_serves_the_next_one_and_each_ends_before_its_answer_is_sent() -> None:
    handler, ended = OneHopHandler(), list[threading.Thread]()

    def end(**_: Any) -> None:
        ended.append(threading.current_thread())

    request_finished.connect(end)
    try:
        for number in (1, 2):
            assert await ask("/noted", handler) == (200, b"here")
            assert len(ended) == number
    finally:
        request_finished.disconnect(end)
    assert len({*seen, *ended}) == 1


@pytest.mark.usefixtures("noting")
async def test_a_stream_comes_whole() -> None:
    assert await ask("/streamed") == (200, b"one two three")


@pytest.mark.usefixtures("noting")
async def test_a_request_that_is_given_up_is_over_when_its_thread_is() -> None:
    asked, go_on = threading.Event(), threading.Event()
    held.update(asked=asked, go_on=go_on)
    asking = asyncio.ensure_future(ask("/holding"))
    await asyncio.to_thread(asked.wait, 30)
    asking.cancel()
    await asyncio.wait([asking], timeout=0.2)
    assert not asking.done()  # else another would be let in beside it
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await asking
