"""Who is asking, and what they may see: the only way from a request to an object."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from executor.errors import Unprocessable
from questions.models import Assessment, Question, QuestionVersion

if TYPE_CHECKING:  # importing it loads the default permission class, which is in this module
    from django.db.models import QuerySet
    from rest_framework.views import APIView

Kind = Literal["key", "candidate", "staff"]


@dataclass(frozen=True, slots=True)
class Principal:
    """What authentication found out; it stands in `request.auth`.

    name: for logs and idempotency, unique among principals ("key:ab12", "session:<hex>", "user:7").
    scopes: for a key its own, for staff those that their permissions amount to.
    session_id, question_ids: a candidate's session, and the questions that are in it.
    version_ids: the versions of those questions which the session was given.
    """

    kind: Kind
    name: str
    scopes: frozenset[str] = frozenset()
    session_id: UUID | None = None
    question_ids: frozenset[UUID] = field(default_factory=frozenset)
    version_ids: frozenset[UUID] = field(default_factory=frozenset)

    def may(self, scope: str) -> bool:
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call a route with one method: a scope (any of several) for keys and staff, and whether candidates may."""

    scope: str | tuple[str, ...] | None = None
    candidate: bool = False
    anonymous: bool = False


PUBLIC = Policy(anonymous=True)


class DeclaredPolicy(BasePermission):
    """Deny unless the view declares `policies = {"GET": Policy(...), ...}` and the principal fits it."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        method = "GET" if request.method == "HEAD" else request.method or ""
        policy: Policy | None = getattr(view, "policies", {}).get(method)
        if policy is None:
            return request.method == "OPTIONS"
        return permits(policy, request.auth if isinstance(request.auth, Principal) else None)

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        return True  # objects are reached only through each app's access module


def permits(policy: Policy, principal: Principal | None) -> bool:
    """Whether `policy` lets `principal` (None: anonymous) through."""
    if policy.anonymous:
        return True
    if principal is None:
        return False
    if principal.kind == "candidate":
        return policy.candidate
    scopes = (policy.scope,) if isinstance(policy.scope, str) else policy.scope or ()
    return any(principal.may(scope) for scope in scopes)


def questions_for(principal: Principal) -> "QuerySet[Question]":
    """The working copies, which only keys and staff may see."""
    return Question.objects.all() if principal.may("questions:read") else Question.objects.none()


def versions_for(principal: Principal) -> "QuerySet[QuestionVersion]":
    """The versions that a candidate's session was given."""
    return QuestionVersion.objects.filter(id__in=principal.version_ids)


def assessment_named(field: str, text: str) -> Assessment:
    """An assessment by its id or slug. Unprocessable, naming `field`, where there is none."""
    try:
        found = Assessment.objects.filter(id=UUID(text)).first()
    except ValueError:
        found = Assessment.objects.filter(slug=text).first()
    if found is None:
        raise Unprocessable(field, "there is no such assessment", code="not_found")
    return found
