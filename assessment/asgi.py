"""What Daphne serves: HTTP through Django, WebSockets through Channels, and, when embedded, the workers.

Daphne has no lifespan: workers and the sweeper start when this module is imported, which only a server does.
They never start from AppConfig.ready(), which runs in every command.
"""

import gc
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.settings")

import django

from assessment.startup import refuse_insecure

refuse_insecure()
django.setup(set_prefix=False)

from channels.auth import AuthMiddlewareStack  # noqa: E402 - needs the apps
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import OriginValidator  # noqa: E402
from channels.sessions import CookieMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402

from assessment.embedded import WithEmbedded  # noqa: E402
from assessment.handler import OneHopHandler  # noqa: E402
from assessment.limits import BodyLimit  # noqa: E402
from assessment.turnstile import Turnstile  # noqa: E402
from sessions.routing import websocket_urlpatterns  # noqa: E402

sockets = URLRouter(websocket_urlpatterns)
of_staff: Any = AuthMiddlewareStack(sockets)
of_candidates: Any = CookieMiddleware(sockets)


async def websocket(scope: Any, receive: Any, send: Any) -> None:
    """Only the board's socket asks who is logged in; a candidate's has a cookie of its own."""
    await (of_staff if scope["path"].startswith("/board/") else of_candidates)(scope, receive, send)


application = WithEmbedded(
    ProtocolTypeRouter(
        {
            "http": BodyLimit(Turnstile(OneHopHandler())),
            "websocket": OriginValidator(websocket, settings.SOCKET_ORIGINS),
        }
    )
)

# What was loaded until here stays: the collector need not look at it again, nor as often as a script's would.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
