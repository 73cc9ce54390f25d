"""HTTP through Django: a request goes to its thread once, whatever middleware there is, and failures are answered."""

import asyncio
import threading
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from assessment.handler import OneHopHandler

seen: list[threading.Thread] = []


def noted(request: HttpRequest) -> HttpResponse:
    seen.append(threading.current_thread())
    return HttpResponse("here")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("no")


urlpatterns = [path("noted", noted), path("broken", broken)]


class Noting:
    """Middleware that could be asynchronous, as most of Django's."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        seen.append(threading.current_thread())
        return self.get_response(request)


async def ask(target: str) -> tuple[int, bytes]:
    sent: list[Any] = []
    waiting: asyncio.Queue[Any] = asyncio.Queue()
    waiting.put_nowait({"type": "http.request", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": target, "query_string": b"", "headers": [(b"host", b"localhost")]}
    await OneHopHandler()(scope, waiting.get, send)
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
