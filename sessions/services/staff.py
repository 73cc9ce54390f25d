"""What staff do to a session. Each takes a reason and is written down with its actor."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from executor.errors import Conflict, Invalid
from sessions import lifecycle
from sessions.lifecycle import Event, Method, Status
from sessions.models import Adjustment, SessionQuestion, TestSession, policy
from sessions.services import history
from sessions.services.drafts import count_late
from sessions.services.outages import held_back
from sessions.services.receiving import unsettle
from sessions.services.silences import owed
from sessions.services.transition import locked, move_deadline, record, step, tell, transition

MAX_ADJUSTMENT = 24 * 3600
MAX_MESSAGE = 2000  # characters


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason", "say why; it is written down")
    return reason.strip()[:300]


def adjust(
    *, session_id: UUID, seconds: int, reason: str, actor: Any, now: datetime, source: str = "staff"
) -> TestSession:
    """Give time (or, negative, take it), at any moment: an appended row, from which the deadline follows at once.

    After the end it reopens nothing. Where the clock ended the session, what was received before the new end counts
    and is judged; and a reopening has what was given (ADR 7). Conflict where the session was reopened already.
    """
    reason = _reason(reason)
    if not seconds or abs(seconds) > MAX_ADJUSTMENT:
        raise Invalid("seconds", f"must be between 1 and {MAX_ADJUSTMENT}, or the same below zero")
    with transaction.atomic():
        session = _as_of(session_id, now)
        if TestSession.objects.filter(continues=session).exists():
            raise Conflict("The session was reopened: give the time to its continuation.", code="already_reopened")
        Adjustment.objects.create(session=session, seconds=seconds, reason=reason, actor=actor, source=source)
        written = record(session, "time_added", now, actor=actor, seconds=seconds, reason=reason)
        if session.started_at:
            move_deadline(session)
        counts = count_late(session)
        if not session.finalised_at:
            tell(session, {"type": "session.news", "event": written.id})
        elif counts:
            unsettle(session)
    return session


def _as_of(session_id: UUID, now: datetime) -> TestSession:
    """The locked session as time has made it by `now`, but for one that the sweeper leaves alone for an outage."""
    if TestSession.objects.filter(held_back(now=now), id=session_id).exists():
        return locked(session_id)
    return transition(session_id=session_id, event=Event.SWEEP, now=now)


def give_back_network(*, session_id: UUID, actor: Any, now: datetime) -> TestSession:
    """All the silence that was measured and not given back yet (rule 13). Conflict where there is none."""
    with transaction.atomic():
        seconds = owed(locked(session_id))
        if not seconds:
            raise Conflict("No time without network is left to give back.", code="nothing_owed")
        reason = f"Without network for {seconds // 60} min {seconds % 60:02d} s"
        source = Adjustment.Source.NETWORK.value
        return adjust(session_id=session_id, seconds=seconds, reason=reason, actor=actor, now=now, source=source)


def end(*, session_id: UUID, reason: str, actor: Any, now: datetime) -> TestSession:
    """End a running session now."""
    return transition(
        session_id=session_id, event=Event.END, now=now, method=Method.AUTO, actor=actor, reason=_reason(reason)
    )


def reopen(*, session_id: UUID, reason: str, actor: Any, now: datetime) -> TestSession:
    """A continuation with the time that was left; the old attempt stays as it was. Returns the new session.

    Time that was given after the end is part of what is left. Where less than a minute is left it has one minute:
    add time to it. The assessment's hard end does not hold for it: staff decided otherwise (ADR 7).
    """
    reason = _reason(reason)
    with transaction.atomic():
        old = _as_of(session_id, now)
        if not old.finalised_at or not old.started_at or not old.deadline:
            raise Conflict("Only a session that has ended can be reopened.", code="not_ended")
        if TestSession.objects.filter(continues=old).exists():
            raise Conflict("This session was reopened already.", code="already_reopened")
        clash = TestSession.objects.filter(
            candidate_id=old.candidate_id, assessment_id=old.assessment_id, finalised_at__isnull=True
        )
        if clash.exists():
            raise Conflict("The candidate has an open session of this assessment.", code="already_open")
        # Revoke what the candidate held of the old one; the link opens the continuation.
        old.token_version += 1
        old.save(update_fields=["token_version"])
        new = _continuation(old, now)
        _copy_work(old, new)
        record(old, "reopened", now, actor=actor, reason=reason, continued_by=str(new.id))
        record(new, "continues", now, actor=actor, reason=reason, continues=str(old.id))
        tell(old)  # the board takes its row away
        tell(new)
    return new


def _continuation(old: TestSession, now: datetime) -> TestSession:
    ended = old.ended_at or old.deadline or now
    left = max((old.deadline or ended) - ended, lifecycle.MIN_CONTINUATION)
    new = TestSession(
        candidate_id=old.candidate_id,
        assessment_id=old.assessment_id,
        invitation_id=old.invitation_id,
        continues=old,
        status=Status.ACTIVE.value,
        duration_minutes=old.duration_minutes,
        time_multiplier=old.time_multiplier,
        languages=old.languages,
        shows_afterwards=old.shows_afterwards,
        started_at=now,
        deadline=now + left,
        last_heartbeat_at=now,
        last_activity_at=now,
        seed=old.seed,
        sections_completed=old.sections_completed,
        pending_answers=old.pending_answers,
    )
    new.next_check_at = lifecycle.next_check_at(new.sitting, policy())
    new.save()
    # The deadline is always derived: what is left is written down as an adjustment of the full duration.
    full = lifecycle.deadline_of(
        started_at=now,
        duration_minutes=new.duration_minutes,
        multiplier=new.time_multiplier,
        adjustments_seconds=0,
        hard_end_at=None,
    )
    seconds = int((now + left - full).total_seconds())
    if seconds:
        Adjustment.objects.create(session=new, seconds=seconds, reason="continuation: the time that was left")
    return new


def _copy_work(old: TestSession, new: TestSession) -> None:
    for entry in old.questions.prefetch_related("drafts"):
        drafts = list(entry.drafts.filter(late=False))
        copied = SessionQuestion.objects.create(
            session=new,
            question_id=entry.question_id,
            version_id=entry.version_id,
            section=entry.section,
            order=entry.order,
            weight=entry.weight,
            choice_order=entry.choice_order,
            marked=entry.marked,
            best_id=entry.best_id,  # what was submitted before goes on counting
            score=entry.score,
        )
        for draft in drafts:
            draft.pk, draft.entry = None, copied
            draft.save()
            history.whole(draft)


def send_message(*, session_id: UUID, text: str, reason: str, actor: Any, now: datetime) -> None:
    """Show a message to a candidate; it is kept in the history with its reason, which only staff see."""
    reason = _reason(reason)
    if not text.strip():
        raise Invalid("text", "write what the candidate should read")
    with transaction.atomic():
        session = locked(session_id)
        if not session.started_at or step(session.sitting, Event.SWEEP, now).finalised_at:
            raise Conflict("Only a candidate whose test runs can read a message.", code="not_running")
        written = record(session, "message", now, actor=actor, text=text.strip()[:MAX_MESSAGE], reason=reason)
        tell(session, {"type": "session.news", "event": written.id})
