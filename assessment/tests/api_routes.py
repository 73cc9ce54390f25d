"""Every route of the API as the URLconf has it, and the paths and bodies with which tests call it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Route:
    name: str
    template: str  # /api/questions/<str:question_id>
    view: type[APIView] | None  # None: a plain view of Django

    @property
    def methods(self) -> list[str]:
        return [method.upper() for method in METHODS if hasattr(self.view, method)]

    def path(self, ids: dict[str, Any]) -> str:
        """The path with its parameters filled in."""
        parts = [
            str(ids[part.strip("<>").split(":")[-1]]) if part.startswith("<") else part
            for part in self.template.split("/")
        ]
        return "/".join(parts)


def all_routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "/"))


def api_routes() -> list[Route]:
    """The routes of the API: those with a REST framework view, but for the document and its page."""
    return [route for route in all_routes() if route.view and route.name not in {"schema", "docs"}]


def _walk(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield Route(pattern.name or "", here, getattr(pattern.callback, "cls", None))


CODE = {"language": "python", "code": "print(3)\n"}


def bodies(ids: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """A body that each route takes, by method and name; a route that is not here takes none."""
    case = {"input": "1 2\n", "expected_output": "3\n"}
    question = {"title": "Another", "description": "Do it.", "test_cases": [case]}
    assessment = {"title": "Another", "sections": [{"questions": [{"question_id": str(ids["question_id"])}]}]}
    candidate = {"name": "Cleo", "email": "cleo@example.org"}
    answer = {"candidate_id": "alice", "question_id": str(ids["question_id"]), **CODE}
    return {
        ("POST", "questions"): question,
        ("PUT", "question"): question,
        ("PATCH", "question"): {"difficulty": "hard"},
        ("POST", "test-cases"): case,
        ("PUT", "test-case"): case,
        ("PATCH", "test-case"): {"points": 2},
        ("POST", "assessments"): assessment,
        ("PUT", "assessment"): assessment,
        ("PATCH", "assessment"): {"duration_minutes": 90},
        ("POST", "candidates"): candidate,
        ("PUT", "candidate"): candidate,
        ("PATCH", "candidate"): {"name": "Cleo"},
        ("POST", "invitations"): {"candidate_id": "cleo", "assessment_id": str(ids["assessment_id"])},
        ("PATCH", "invitation-api"): {"expires_at": None},
        ("POST", "session-start"): {"candidate_id": "alice", "assessment_id": str(ids["assessment_id"])},
        ("PUT", "session-progress"): {"sections_completed": ["Warm-up"], "pending_answers": {"1": "x"}},
        ("PUT", "session-complete"): {"completion_method": "manual"},
        ("PUT", "session-abandon"): {"completion_method": "tab_close"},
        ("POST", "session-abandon"): {"completion_method": "tab_close"},
        ("PUT", "session-lease"): {"client_id": "tab"},
        ("PUT", "session-draft"): {**CODE, "client_id": "tab", "client_seq": 1, "base_rev": 0},
        ("PUT", "session-mark"): {"marked": True},
        ("PUT", "session-signals"): {"page": "tab", "signals": [{"n": 1, "kind": "pasted", "ago_ms": 0, "size": 9}]},
        ("POST", "submissions"): answer,
        ("POST", "runs"): answer,
        ("POST", "run-practice"): CODE,
        ("POST", "run-check"): {"candidate_id": "alice", "language": "python"},
        ("POST", "execute"): {**CODE, "user_id": "u", "test_cases": [case]},
    }
