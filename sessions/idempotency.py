"""A POST with an Idempotency-Key makes its thing once, however often it is repeated.

First the key is claimed in a transaction of its own, so that a second request meets it; then the work and its
answer are committed together, so that a crash loses both or neither and the next try may do it.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from executor.errors import Conflict, Invalid, Unprocessable
from questions.access import Principal
from sessions.models import IdempotencyKey

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
# A claim whose process died: later than any request takes.
CLAIM_HOLDS = timedelta(minutes=5)
MAX_KEY = 255


def once(request: Request, principal: Principal, handler: Callable[[], Response]) -> Response:
    """The answer of `handler`, or of the first request with the same key of the same principal.

    Raises Invalid for a malformed key, Unprocessable (422) where the key came with another request, Conflict (409)
    while the first is under way. An answer that refuses is not kept: nothing was made, it may be tried again.
    """
    text = request.headers.get(HEADER)
    if text is None:
        return handler()
    if not 1 <= len(text) <= MAX_KEY or not text.isascii() or not text.isprintable():
        raise Invalid(HEADER, f"must be 1 to {MAX_KEY} printable ASCII characters")
    claim = _claim(principal.name, text, _digest(request))
    if claim.status is not None:
        return Response(json.loads(bytes(claim.body)), status=claim.status, headers={"Idempotent-Replayed": "true"})
    try:
        with transaction.atomic():
            response = handler()
            claim.status, claim.content_type = response.status_code, "application/json"
            claim.body = JSONRenderer().render(response.data)
            claim.save(update_fields=["status", "content_type", "body"])
    except BaseException:
        IdempotencyKey.objects.filter(pk=claim.pk, status=None).delete()
        raise
    return response


def _digest(request: Request) -> str:
    """What was asked for: method, path with query, and the body's value."""
    body = json.dumps(request.data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{request.method} {request.get_full_path()}\n{body}".encode()).hexdigest()


def _claim(principal: str, key: str, digest: str) -> IdempotencyKey:
    now = timezone.now()
    mine = IdempotencyKey.objects.filter(principal=principal, key=key)
    IdempotencyKey.objects.filter(created_at__lt=now - KEPT).delete()
    mine.filter(status=None, created_at__lt=now - CLAIM_HOLDS).delete()
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(principal=principal, key=key, request_sha256=digest)
    except IntegrityError:
        there = mine.first()
    if there is None:  # its first request failed at this very moment
        raise Conflict(f"The first request with this {HEADER} has just failed. Try again.", code="idempotency_race")
    if there.request_sha256 != digest:
        raise Unprocessable(HEADER, "was used for another request", code="idempotency_key_reused")
    if there.status is None:
        raise Conflict(f"The first request with this {HEADER} is still under way.", code="idempotency_in_flight")
    return there
