"""The paths of the WebSockets."""

from typing import Any

from django.urls import path

from sessions.board import BoardConsumer
from sessions.consumers import CandidateConsumer


def as_view(consumer: Any) -> Any:
    return consumer.as_asgi()


# Any: path() is typed for views, and takes consumers all the same.
websocket_urlpatterns: list[Any] = [
    path("s/<uuid:session_id>/live", as_view(CandidateConsumer)),
    path("board/<uuid:assessment_id>/live", as_view(BoardConsumer)),
]
