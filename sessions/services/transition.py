"""How a session changes: lock the row, ask the rules, save, write the event, tell on commit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import UUIDField
from django.utils import timezone

from executor.errors import Conflict, NotFound
from executor.publish import publish
from executor.statements import Statement
from sessions import lifecycle
from sessions.lifecycle import Event, Method, NotAllowed, Sitting
from sessions.models import SessionEvent, TestSession, policy

SITTING_FIELDS = [
    "status", "started_at", "deadline", "ended_at", "completion_method", "finalised_at", "next_check_at",
]  # fmt: skip


def locked(session_id: UUID, *related: str) -> TestSession:
    """The session's row, locked until the transaction ends; `related` are read with it, not locked. NotFound."""
    session = _locking(related).first(id=session_id)
    if session is None:
        raise NotFound("There is no such session.")
    return session


@cache
def _locking(related: tuple[str, ...]) -> Statement[TestSession]:
    sessions = TestSession.objects.order_by().select_for_update(of=("self",))
    if related:
        sessions = sessions.select_related(*related)
    return Statement(lambda id: sessions.filter(id=id), id=UUIDField())


def step(sitting: Sitting, event: Event, now: datetime, *, method: Method | None = None) -> Sitting:
    """`lifecycle.after` with our policy; a refusal of the rules becomes a Conflict (409)."""
    try:
        return lifecycle.after(sitting, event, now, policy(), method=method)
    except NotAllowed as refused:
        raise Conflict(refused.message, code=refused.code) from refused


def apply(session: TestSession, changed: Sitting) -> list[str]:
    """Copy what the rules say onto the row; returns the fields to save."""
    session.status = changed.status.value
    session.started_at, session.deadline = changed.started_at, changed.deadline
    session.ended_at, session.finalised_at = changed.ended_at, changed.finalised_at
    session.completion_method = changed.method.value if changed.method else ""
    session.next_check_at = lifecycle.next_check_at(changed, policy())
    return [*SITTING_FIELDS, "updated_at"]


def move_deadline(session: TestSession) -> None:
    """After an adjustment of the locked session: the deadline follows from all of them. It ends and reopens nothing."""
    session.save(update_fields=adjusted(session, sum(session.adjustments.values_list("seconds", flat=True))))


def adjusted(session: TestSession, seconds: int) -> list[str]:
    """Set the deadline that follows from all adjustments together; returns the fields to save."""
    deadline = lifecycle.deadline_of(
        started_at=session.started_at or session.created_at,
        duration_minutes=session.duration_minutes,
        multiplier=session.time_multiplier,
        adjustments_seconds=seconds,
        hard_end_at=session.hard_end_at,
    )
    return apply(session, lifecycle.with_deadline(session.sitting, deadline, policy()))


def record(session: TestSession, kind: str, at: datetime, *, actor: Any = None, **data: Any) -> SessionEvent:
    """Append to the session's history."""
    return SessionEvent.objects.create(session=session, kind=kind, at=at, actor=actor, data=data)


def tell(session: TestSession, message: dict[str, Any] | None = None) -> None:
    """On commit: `message` to the session's own sockets, and a nudge to the board to re-read its row."""

    def send() -> None:
        if message:
            publish(session.group, message)
        publish(session.board_group, {"type": "board.touch", "session_id": str(session.id)})

    transaction.on_commit(send)


def transition(
    *,
    session_id: UUID,
    event: Event,
    now: datetime,
    method: Method | None = None,
    actor: Any = None,
    also: Callable[[TestSession], list[str]] | None = None,
    **data: Any,
) -> TestSession:
    """Apply one event to one session. `also` may change further fields of the locked row and names them."""
    with transaction.atomic():
        session = locked(session_id)
        before = session.sitting
        changed = step(before, event, now, method=method)
        # Being seen alone moves no index: only the sweeper moves next_check_at on.
        fields = apply(session, changed) if replace(changed, last_seen_at=before.last_seen_at) != before else []
        if also:
            fields += also(session)
        if changed.finalised_at and not before.finalised_at:
            if not finalise(session, fields):
                return _lost(session_id, event)
        elif fields:
            session.save(update_fields=[*fields, "updated_at"])
        if changed.status is not before.status or changed.finalised_at != before.finalised_at:
            _note(session, before, changed, now, actor, data)
    return session


def finalise(session: TestSession, fields: list[str]) -> bool:
    """Rule 5: write the end by conditional UPDATE. False where another finaliser was first; nothing is written then.

    It does not rest on the caller's lock: SQLite has none for rows.
    """
    session.updated_at = timezone.now()
    values = {name: getattr(session, name) for name in {*fields, "updated_at"}}
    return bool(TestSession.objects.filter(id=session.id, finalised_at__isnull=True).update(**values))


def _lost(session_id: UUID, event: Event) -> TestSession:
    """The session as the other finaliser left it: for a sweep that is all there is to do."""
    session = TestSession.objects.get(id=session_id)
    if event is not Event.SWEEP:
        step(session.sitting, event, timezone.now())  # refuses: it has ended
    return session


def _note(
    session: TestSession, before: Sitting, changed: Sitting, now: datetime, actor: Any, data: dict[str, Any]
) -> None:
    kind = changed.status.value if changed.status is not before.status else "frozen"
    if before.status is lifecycle.Status.INVITED:
        kind = "started"
    elif changed.status is lifecycle.Status.ACTIVE:
        kind = "returned"
    if changed.method:
        data = {"method": changed.method.value, **data}
    at = changed.ended_at if changed.ended_at and kind != "returned" else now
    record(session, kind, at, actor=actor, **data)
    tell(session, {"type": "session.state"})
    if changed.finalised_at and not before.finalised_at:
        from sessions.services.scoring import settle  # scoring submits last drafts, which needs this module

        # Robust: the end is committed, whatever becomes of this; the sweeper settles what is not settled.
        transaction.on_commit(lambda: settle(session_id=session.id), robust=True)
