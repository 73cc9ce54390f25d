"""Signed tokens: of a session (what its candidate holds), and of an invitation (what stands in a link).

Nothing is stored: a token names its object and the object's token version, signed with SECRET_KEY. Raising
the version revokes every token made before.
"""

import base64
import binascii
import uuid
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import IntegerField, UUIDField

from executor.statements import Statement
from sessions.models import Invitation, TestSession

MAX_TOKEN = 200
# What an invitation's link sets: the pages' and their socket's, bound to the session's path, and the API's.
PAGE_COOKIE, API_COOKIE = "sitting", "sitting_api"
RELATED = ("candidate", "assessment", "invitation")  # what a page shows beside a session


def _signer(kind: str) -> Signer:
    return Signer(salt=f"coding-engine.{kind}", sep="~")


def _make(kind: str, identity: uuid.UUID, version: int) -> str:
    short = base64.urlsafe_b64encode(identity.bytes).rstrip(b"=").decode()
    return _signer(kind).sign(f"{short}.{version}")


def _read(kind: str, token: str) -> tuple[uuid.UUID, int] | None:
    if len(token) > MAX_TOKEN or not token.isascii():
        return None
    try:
        short, version = _signer(kind).unsign(token).split(".")
        return uuid.UUID(bytes=base64.urlsafe_b64decode(short + "==")), int(version)
    except (BadSignature, ValueError, binascii.Error):
        return None


def session_token(session: TestSession) -> str:
    """The bearer token of a session's candidate; the same each time until the version is raised."""
    return _make("session", session.id, session.token_version)


def session_named_by(token: str) -> uuid.UUID | None:
    """Which session a token of ours names. Whether it still opens it, the database says: `session_from_token`."""
    read = _read("session", token)
    return read[0] if read else None


def session_from_token(token: str, *, related: Sequence[str] = RELATED) -> TestSession | None:
    """The session that a token opens; None for a forged, foreign or revoked one. `related`: what is read with it."""
    read = _read("session", token)
    if read is None:
        return None
    return _opened(tuple(related)).first(id=read[0], version=read[1])


@cache
def _opened(related: tuple[str, ...]) -> Statement[TestSession]:
    sessions = TestSession.objects.select_related(*related) if related else TestSession.objects.all()
    return Statement(
        lambda id, version: sessions.order_by().filter(id=id, token_version=version),
        id=UUIDField(),
        version=IntegerField(),
    )


def invitation_token(invitation: Invitation) -> str:
    return _make("invitation", invitation.id, invitation.link_version)


def invitation_from_token(token: str) -> Invitation | None:
    """The invitation of a link, also where it has expired or was revoked (the page says so); None for a wrong one."""
    read = _read("invitation", token)
    if read is None:
        return None
    return Invitation.objects.select_related("candidate", "assessment").filter(id=read[0], link_version=read[1]).first()


def invitation_url(invitation: Invitation) -> str:
    """The absolute link that a candidate is sent."""
    return f"{settings.PUBLIC_URL}/t/{invitation_token(invitation)}/"
