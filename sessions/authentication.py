"""Who is asking: an integrator's key, a candidate's token, staff's session. Each becomes a Principal."""

import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from questions.access import Principal
from sessions.models import ApiKey, SessionQuestion, TestSession
from sessions.services.keys import secret_hash
from sessions.tokens import API_COOKIE, session_from_token

CHALLENGE = 'Api-Key realm="coding-engine", Bearer realm="coding-engine"'
SAFE = ("GET", "HEAD", "OPTIONS")
LAST_USED_EVERY = timedelta(minutes=1)
MAX_CREDENTIAL = 300
WRONG_KEY = "This API key is unknown, revoked or expired."
WRONG_TOKEN = "This session token is unknown or was replaced."  # noqa: S105 - a sentence
# What a permission of the admin amounts to in the API.
SCOPES_OF_PERMISSIONS = {
    "questions.view_question": ("questions:read",),
    "questions.change_question": ("questions:write", "execute"),
    "test_sessions.change_candidate": ("candidates",),
    "test_sessions.change_testsession": ("sessions",),
    "test_sessions.view_testsession": ("results",),
}


def _credential(request: Request, scheme: str) -> str | None:
    """What stands after `scheme` in the Authorization header; None where it is another scheme."""
    name, _, rest = get_authorization_header(request).strip().partition(b" ")
    if name.lower() != scheme.lower().encode():
        return None
    credential = rest.strip()
    if not 0 < len(credential) <= MAX_CREDENTIAL or not all(33 <= byte < 127 for byte in credential):
        raise AuthenticationFailed(f"Write: Authorization: {scheme} <credential>.")
    return credential.decode()


class ApiKeyAuthentication(BaseAuthentication):
    """Authorization: Api-Key <prefix>.<secret>"""

    def authenticate(self, request: Request) -> tuple[Any, Principal] | None:
        text = _credential(request, "Api-Key")
        if text is None:
            return None
        now = timezone.now()
        prefix, _, secret = text.partition(".")
        key = ApiKey.objects.filter(prefix=prefix[:12]).first()
        # Hashed and compared whether or not there is such a key: the time says nothing.
        right = hmac.compare_digest(secret_hash(secret), key.secret_sha256 if key else secret_hash(""))
        if key is None or not right or key.revoked_at or (key.expires_at and key.expires_at <= now):
            raise AuthenticationFailed(WRONG_KEY)
        if key.last_used_at is None or key.last_used_at < now - LAST_USED_EVERY:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        return None, Principal("key", f"key:{key.prefix}", frozenset(key.scopes))

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class SessionTokenAuthentication(BaseAuthentication):
    """Authorization: Bearer <session token>"""

    def authenticate(self, request: Request) -> tuple[Any, Principal] | None:
        token = _credential(request, "Bearer")
        if token is None:
            return None
        return None, candidate_principal(token)

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class BeaconAuthentication(SessionTokenAuthentication):
    """The token in the body: navigator.sendBeacon cannot set headers."""

    def authenticate(self, request: Request) -> tuple[Any, Principal] | None:
        if get_authorization_header(request) or request.method != "POST":
            return None
        token = request.data.get("token") if isinstance(request.data, dict) else None
        return (None, candidate_principal(token)) if isinstance(token, str) else None


class CookieAuthentication(BaseAuthentication):
    """The cookie that an invitation's link sets for the API, taken where nothing else says who is asking.

    It is of one name for all of /api, so the last link that was opened counts; staff's own login goes first. A
    browser sends it unasked: what changes something must come from a page of ours, by its Origin (ADR 8).
    """

    def authenticate(self, request: Request) -> tuple[Any, Principal] | None:
        if get_authorization_header(request):
            return None
        session = session_from_token(request.COOKIES.get(API_COOKIE, ""))
        if session is None:
            return None
        if request.method not in SAFE and not _from_our_page(request):
            raise PermissionDenied("With the cookie this takes the Origin of a page of ours; or send the token.")
        return None, _candidate(session)

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


def _from_our_page(request: Request) -> bool:
    ours = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (ours, *settings.CSRF_TRUSTED_ORIGINS)


def candidate_principal(token: str) -> Principal:
    """The candidate who holds a session's token. AuthenticationFailed for a wrong one."""
    session = session_from_token(token)
    if session is None:
        raise AuthenticationFailed(WRONG_TOKEN)
    return _candidate(session)


def _candidate(session: TestSession) -> Principal:
    given = list(SessionQuestion.objects.filter(session=session).values_list("question_id", "version_id"))
    return Principal(
        "candidate",
        f"session:{session.id.hex}",
        session_id=session.id,
        question_ids=frozenset(question for question, _ in given),
        version_ids=frozenset(version for _, version in given),
    )


class StaffAuthentication(SessionAuthentication):
    """Django's session of a member of staff, with its CSRF check."""

    def authenticate(self, request: Request) -> tuple[Any, Principal] | None:
        found = super().authenticate(request)
        if found is None or not found[0].is_staff:
            return None
        user = found[0]
        scopes = (scope for name, scopes in SCOPES_OF_PERMISSIONS.items() if user.has_perm(name) for scope in scopes)
        return user, Principal("staff", f"user:{user.pk}", frozenset(scopes))
