"""The candidate's own marks: questions to come back to. They are worth nothing, and follow to another device."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sessions.access import entry_of
from sessions.lifecycle import Event
from sessions.models import SessionQuestion
from sessions.services.transition import locked, step


def mark_question(*, session_id: UUID, question_id: UUID, marked: bool, now: datetime) -> SessionQuestion:
    """Mark a question, or take the mark away. Conflict where the session has ended; NotFound."""
    with transaction.atomic():
        step(locked(session_id).sitting, Event.SEEN, now)
        entry = entry_of(session_id, question_id)
        entry.marked = marked
        entry.save(update_fields=["marked"])
    return entry
