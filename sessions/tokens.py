"""Signed tokens: of a session (what its candidate holds), and of an invitation (what stands in a link).

Nothing is stored: a token names its object and the object's token version, signed with SECRET_KEY. Raising
the version revokes every token made before.
"""

import base64
import binascii
import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer

from sessions.models import Invitation, TestSession

MAX_TOKEN = 200
# What an invitation's link sets: the pages' and their socket's, bound to the session's path, and the API's.
PAGE_COOKIE, API_COOKIE = "sitting", "sitting_api"


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


def session_from_token(token: str) -> TestSession | None:
    """The session that a token opens; None for a forged, foreign or revoked one."""
    read = _read("session", token)
    if read is None:
        return None
    return (
        TestSession.objects.select_related("candidate", "assessment", "invitation")
        .filter(id=read[0], token_version=read[1])
        .first()
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
