"""Whether this process lives, and whether it can do its work. No credentials, and no word that would need any."""

import asyncio
import logging
import uuid
from collections.abc import Callable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from executor.selectors import health as executor_health

log = logging.getLogger(__name__)
PATIENCE = 3.0  # seconds for a message to come back


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else: a database that is away is no reason to restart us."""
    return JsonResponse({"success": True, "status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 where every part works, else 503 with the reasons. The parts: database, cache, channel layer, sandbox."""
    parts = {name: _asked(name, check) for name, check in CHECKS.items()}
    reasons = [f"{name}: {reason}" for name, reason in parts.items() if reason]
    body = {
        "success": not reasons,
        "status": "unready" if reasons else "ready",
        "checks": {name: {"ok": not reason, "reason": reason} for name, reason in parts.items()},
        "reasons": reasons,
    }
    return JsonResponse(body, status=503 if reasons else 200)


def _asked(name: str, check: Callable[[], str]) -> str:
    """Why a part does not work; "" where it does. What it raised goes to the log: it may name hosts and users."""
    try:
        return check()
    except Exception:  # whatever a client library raises means the same
        log.exception("the health check of the %s failed", name)
        return "does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _cache() -> str:
    key = f"health-{uuid.uuid4().hex}"
    cache.set(key, "1", timeout=10)
    return "" if cache.get(key) == "1" else "does not keep what it is given"


def _channel_layer() -> str:
    async def echo() -> str:
        layer = get_channel_layer()
        if layer is None:
            return "is not configured"
        channel = await layer.new_channel()
        await layer.send(channel, {"type": "health"})
        message = await asyncio.wait_for(layer.receive(channel), PATIENCE)
        return "" if message["type"] == "health" else "lost a message"

    return str(async_to_sync(echo)())


def _sandbox() -> str:
    health = executor_health()
    return "" if health["ok"] else str(health["reason"])


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "cache": _cache,
    "channel layer": _channel_layer,
    "sandbox": _sandbox,
}
