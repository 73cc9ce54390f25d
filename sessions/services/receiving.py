"""What any write of a candidate does to the session itself: a sign of life, or one that meets it after its end."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sessions.lifecycle import Event, counts
from sessions.models import TestSession
from sessions.services import silences
from sessions.services.transition import apply, record, step, tell


def receive(session: TestSession, received_at: datetime, *, closing: bool = False, **also: Any) -> None:
    """Note a write of the locked session. Conflict where it had ended, or not begun, when the write was received.

    closing: the page sent it while it went away; it is no sign that the page is open (rule 12).
    also: further fields of the row to set.
    """
    before = session.sitting
    if counts(before, received_at):  # it was in time and waited for a lock, or staff gave time afterwards
        return
    changed = step(before, Event.SEEN, received_at)
    silences.note(session, received_at)
    fields = [] if closing or changed.status is before.status else apply(session, changed)
    if fields:
        record(session, "returned", received_at)
        tell(session, {"type": "session.state"})
    session.last_activity_at = max(received_at, session.last_activity_at or received_at)
    for name, value in also.items():
        setattr(session, name, value)
    session.save(update_fields=[*fields, "last_activity_at", *also])


def unsettle(session: TestSession) -> None:
    """More work of a session that has ended has come to count: its result is pending until that is judged."""
    if not session.finalised_at:
        return
    from sessions.services.scoring import settle  # scoring submits late answers, which needs this module

    if session.result_ready_at or session.awaits_review:
        session.result_ready_at, session.awaits_review = None, False
        session.save(update_fields=["result_ready_at", "awaits_review"])
    tell(session)
    transaction.on_commit(lambda: settle(session_id=session.id), robust=True)
