"""The playground: code and tests of the caller's own. It scores nothing."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from executor.core.job import Case, Checker, Job
from executor.core.languages import canonical
from executor.core.limits import Limits
from executor.errors import Invalid, Unprocessable
from executor.models import Run
from executor.services import enqueue
from questions.access import Principal, questions_for, versions_for
from questions.content import limits_for
from questions.models import QuestionContent

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def execute(
    *,
    principal: Principal,
    tenant: str,
    language: str,
    code: str,
    tests: Sequence[dict[str, Any]],
    question_id: str | None,
) -> Run:
    """Queue a run of `code` on `tests` ({input, expected_output: text or None}).

    The cases are named by their place. Raises Invalid, Unprocessable, TooLarge, Busy, Unavailable.
    """
    name = canonical(language)
    if name is None:
        raise Invalid("language", f"{language[:40]!r} is unknown", code="unknown_language")
    content = _content(principal, question_id) if question_id else None
    cases = tuple(
        # Not hidden: they are the caller's own.
        Case(id=str(at), input=test["input"], expected=test["expected_output"], hidden=False, points=0.0)
        for at, test in enumerate(tests)
    )
    job = Job(
        language=name,
        source=code,
        cases=cases,
        limits=limits_for(content, name) if content else _default_limits(name),
        checker=Checker(content.checker, content.checker_options) if content else Checker(),
        tenant=tenant,
    )
    return enqueue(job=job, priority=Run.Priority.RUN)


def tenant_of(principal: Principal, user_id: str) -> str:
    """Who may share a container with it: a key's user; opaque, and of fixed length."""
    return f"{principal.name}:{hashlib.sha256(user_id.encode()).hexdigest()[:32]}"


def _content(principal: Principal, text: str) -> QuestionContent:
    """The question whose limits and checker hold: of a candidate the version that he was given."""
    found: QuestionContent | None = None
    if _UUID.fullmatch(text):
        identity = UUID(text)
        rows: QuerySet[Any] = (
            versions_for(principal).filter(question_id=identity)
            if principal.kind == "candidate"
            else questions_for(principal).filter(id=identity)
        )
        found = rows.first()
    if found is None:
        raise Unprocessable("question_id", "there is no such question", code="not_found")
    return found


def _default_limits(language: str) -> Limits:
    from questions.models import Question

    return limits_for(Question(), language)
