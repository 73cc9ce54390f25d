"""Django's ASGI handler for an application whose views and middleware are synchronous, as all of ours are."""

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest


class OneHopHandler(ASGIHandler):
    """Middleware and view run in the request's thread together. Django's own goes there and back for each middleware
    that could be asynchronous, which costs as much CPU as a small page."""

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> Any:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
