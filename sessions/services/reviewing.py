"""What only a person can score: the answers to questions of free text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from executor.errors import Conflict, Invalid, Unprocessable
from questions.models import Kind
from sessions.access import entry_of
from sessions.models import SessionQuestion
from sessions.services.scoring import settle
from sessions.services.transition import locked, record

MAX_COMMENT = 2000


def review_answer(
    *, session_id: UUID, question_id: UUID, score: float, comment: str, actor: Any, now: datetime
) -> SessionQuestion:
    """Say what an answer is worth, in points of its question; may be done again, and the result follows.

    Raises NotFound, Conflict (the session has not ended), Unprocessable (no free text), Invalid (score, comment).
    """
    with transaction.atomic():
        session = locked(session_id)
        if not session.finalised_at:
            raise Conflict("The answer is scored when the session has ended.", code="not_ended")
        entry = entry_of(session_id, question_id)
        if entry.version.kind != Kind.TEXT:
            raise Unprocessable("question_id", "is scored by the computer", code="not_for_review")
        if not 0 <= score <= entry.weight:
            raise Invalid("score", f"must be between 0 and {entry.weight:g}")
        if len(comment) > MAX_COMMENT:
            raise Invalid("comment", f"at most {MAX_COMMENT:,} characters")
        before = entry.score if entry.reviewed_at else None
        entry.score, entry.review_comment = score, comment
        entry.reviewed_at, entry.reviewed_by = now, actor
        entry.save(update_fields=["score", "review_comment", "reviewed_at", "reviewed_by"])
        record(session, "reviewed", now, actor=actor, question=str(question_id), before=before, score=score)
        session.result_ready_at, session.awaits_review = None, False  # added up anew, by the next line
        session.save(update_fields=["result_ready_at", "awaits_review"])
        settle(session_id=session_id)
    return entry
