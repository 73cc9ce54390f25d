"""Who is asking, and what they may see: the only way from a request to an object."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # importing it loads the default permission class, which is in this module
    from rest_framework.views import APIView

Kind = Literal["key", "candidate", "staff"]


@dataclass(frozen=True, slots=True)
class Principal:
    """What authentication found out; it stands in `request.auth`.

    name: for logs and idempotency, unique among principals ("key:ab12", "session:<hex>", "user:7").
    scopes: for a key its own, for staff those that their permissions amount to.
    session_id, question_ids: a candidate's session, and the questions that are in it.
    """

    kind: Kind
    name: str
    scopes: frozenset[str] = frozenset()
    session_id: UUID | None = None
    question_ids: frozenset[UUID] = field(default_factory=frozenset)

    def may(self, scope: str) -> bool:
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call a route with one method: a scope for keys and staff, and whether candidates may."""

    scope: str | None = None
    candidate: bool = False
    anonymous: bool = False


PUBLIC = Policy(anonymous=True)


class DeclaredPolicy(BasePermission):
    """Deny unless the view declares `policies = {"GET": Policy(...), ...}` and the principal fits it."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        policy: Policy | None = getattr(view, "policies", {}).get(request.method or "")
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
    return policy.scope is not None and principal.may(policy.scope)
