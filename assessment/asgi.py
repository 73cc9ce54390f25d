"""What Daphne serves: HTTP through Django, WebSockets through Channels, and, when embedded, the workers.

Daphne has no lifespan: workers and the sweeper start when this module is imported, which only a server does.
They never start from AppConfig.ready(), which runs in every command.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.settings")

from django.core.asgi import get_asgi_application

from assessment.startup import refuse_insecure

refuse_insecure()
django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402 - needs the apps
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import OriginValidator  # noqa: E402
from django.conf import settings  # noqa: E402

from assessment.embedded import WithEmbedded  # noqa: E402
from assessment.limits import BodyLimit  # noqa: E402
from sessions.routing import websocket_urlpatterns  # noqa: E402

application = WithEmbedded(
    ProtocolTypeRouter(
        {
            "http": BodyLimit(django_application),
            "websocket": OriginValidator(
                AuthMiddlewareStack(URLRouter(websocket_urlpatterns)), settings.SOCKET_ORIGINS
            ),
        }
    )
)
