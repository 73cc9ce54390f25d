"""What the OpenAPI document says of who may call, and how."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from questions.access import Policy

KEY = "apiKey"


class PolicySchema(AutoSchema):
    """Says of each operation who may call it: the same policies that decide about it."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Any:
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        policy: Policy | None = getattr(self.view, "policies", {}).get(method)
        if operation and policy:
            operation["description"] = f"{operation.get('description', '')}\n\n**Who:** {_who(policy)}".strip()
        return operation


def _who(policy: Policy) -> str:
    if policy.anonymous:
        return "anybody."
    scopes = (policy.scope,) if isinstance(policy.scope, str) else policy.scope or ()
    who = [f"keys and staff with the scope {' or '.join(f'`{scope}`' for scope in scopes)}"] if scopes else []
    return "; ".join([*who, *(["a candidate, for the own session"] if policy.candidate else [])]) + "."


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sessions.authentication.ApiKeyAuthentication"
    name = KEY

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        described = "`Api-Key <key>`: made in the admin or by `manage.py create_api_key`."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": described}


class SessionTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sessions.authentication.SessionTokenAuthentication"
    name = "sessionToken"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        described = "A candidate's token, as `POST /api/test-session` answers it."
        return {"type": "http", "scheme": "bearer", "description": described}


class BeaconScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The token stands in the body: no scheme of its own."""

    target_class = "sessions.authentication.BeaconAuthentication"
    name = []

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {}

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        return []


class CookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sessions.authentication.CookieAuthentication"
    name = "sessionCookie"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        described = "A candidate's cookie, as an invitation's link sets it; changes need the Origin of a page of ours."
        return {"type": "apiKey", "in": "cookie", "name": "sitting_api", "description": described}


class StaffScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sessions.authentication.StaffAuthentication"
    name = "staffSession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        described = "Staff who are logged in to the admin; changes need the header X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": "staff_session", "description": described}
