"""The paths of the WebSockets."""

from django.urls import path

from sessions.consumers import BoardConsumer, CandidateConsumer

websocket_urlpatterns = [
    path("s/<uuid:session_id>/live", CandidateConsumer.as_asgi()),
    path("board/<uuid:assessment_id>/live", BoardConsumer.as_asgi()),
]
