"""What a candidate does to a session: start it, be seen, store progress, finish, leave."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, UUIDField, Value
from django.db.models.functions import Greatest

from executor.errors import Conflict, Invalid, NotFound, Refusal
from executor.statements import Statement
from questions.drawing import Drawn, choice_order, draw
from questions.models import Assessment
from questions.shown import Shown, shown_of
from sessions import lifecycle
from sessions.lifecycle import CLIENT_METHODS, Event, Method, NotAllowed, Status, Window
from sessions.models import Adjustment, Candidate, SessionQuestion, TestSession, policy
from sessions.services import silences
from sessions.services.inviting import new_session
from sessions.services.leasing import release, still_held, writes
from sessions.services.practising import forget_practice
from sessions.services.transition import apply, locked, record, step, tell, transition

ACTIVITY_EVERY = timedelta(seconds=5)
MOST_CHECKS, CHECK_LENGTH = 20, 100  # system checks of one session; characters of each


_given_before = Statement(
    lambda session: Adjustment.objects.filter(session_id=session).order_by().values_list("seconds", flat=True),
    session=UUIDField(),
)


def start_session(*, session_id: UUID, now: datetime) -> TestSession:
    """Start the clock, pin what is given. Idempotent while the session runs; Conflict where it may not start."""
    with transaction.atomic():
        session = locked(session_id, "assessment", "invitation")
        before = session.sitting
        if before.status is not Status.INVITED:
            changed = step(before, Event.START, now)
            if changed.status is not before.status:
                return _seen_slowly(session_id=session_id, now=now)
            return session
        _check_may_start(session, now)
        deadline = lifecycle.deadline_of(
            started_at=now,
            duration_minutes=session.duration_minutes,
            multiplier=session.time_multiplier,
            adjustments_seconds=sum(_given_before.rows(session=session.id)),
            hard_end_at=session.hard_end_at,
        )
        changed = step(replace(before, deadline=deadline), Event.START, now)
        _pin_questions(session)
        forget_practice(session)
        session.languages = session.assessment.languages
        session.shows_afterwards = session.assessment.shows_afterwards
        session.last_heartbeat_at = session.last_activity_at = now
        fields = apply(session, changed)
        pinned = ["languages", "shows_afterwards"]
        session.save(update_fields=[*fields, *pinned, "last_heartbeat_at", "last_activity_at"])
        record(session, "started", now, deadline=deadline.isoformat())
        tell(session, {"type": "session.state"})
    return session


def _check_may_start(session: TestSession, now: datetime) -> None:
    invitation, assessment = session.invitation, session.assessment
    if invitation and invitation.revoked_at:
        raise Conflict("This invitation was withdrawn. Please ask the person who invited you.", code="revoked")
    if invitation and invitation.expires_at and now > invitation.expires_at:
        raise Conflict("This invitation has expired. Please ask the person who invited you.", code="expired")
    try:
        lifecycle.check_window(Window(assessment.opens_at, assessment.closes_at, session.hard_end_at), now)
    except NotAllowed as refused:
        raise Conflict(refused.message, code=refused.code) from refused


def _pin_questions(session: TestSession) -> None:
    """Draw by the session's seed, and pin what was drawn: a later edit changes nothing (rule 15)."""
    given = draw(session.assessment, seed=session.seed)
    if not given:
        raise Conflict("This test has no questions yet.", code="no_questions")
    versions: list[UUID] = []
    for drawn in given:
        if drawn.version is None:
            raise Conflict(f"“{drawn.question}” is not published, so this test cannot start.", code="not_published")
        versions.append(drawn.version)
    shown = shown_of(versions)
    SessionQuestion.objects.bulk_create(
        SessionQuestion(
            session=session,
            question_id=drawn.question.pk,
            version_id=version,
            section=drawn.section.title,
            order=order,
            weight=drawn.weight,
            choice_order=_choice_order(session, drawn, shown[version]),
        )
        for order, (drawn, version) in enumerate(zip(given, versions, strict=True))
    )


def _choice_order(session: TestSession, drawn: Drawn, shown: Shown) -> list[str]:
    if not drawn.section.shuffle_choices:
        return []
    return choice_order(shown.choices, question_id=drawn.question.pk, seed=session.seed)


def start_for_candidate(
    *, candidate_id: str, assessment: Assessment, duration_minutes: int | None, now: datetime
) -> tuple[TestSession, bool]:
    """An integrator's start: the running session untouched (False), else a new or invited one started (True).

    Conflict where the candidate has already finished this assessment: a restart is staff's `reopen`.
    """
    with transaction.atomic():
        # The candidate's row is the lock: two starts at once make one session. Not its key, which a session made
        # meanwhile refers to (a reopen holds the old session, for which we wait, and would wait for us).
        candidate = Candidate.objects.select_for_update(no_key=True).filter(id=candidate_id).first()
        if candidate is None:
            raise NotFound(f"There is no candidate {candidate_id!r}.")
        newest = (
            TestSession.objects.filter(candidate=candidate, assessment=assessment)
            .order_by("-created_at", "-id")
            .first()
        )
        if newest is None:
            newest = new_session(
                candidate=candidate,
                assessment=assessment,
                invitation=None,
                now=now,
                duration_minutes=duration_minutes,
            )
        elif newest.status == Status.INVITED.value and duration_minutes and newest.invitation_id is None:
            newest.duration_minutes = duration_minutes
            newest.save(update_fields=["duration_minutes"])
        waiting = newest.status == Status.INVITED.value
        return start_session(session_id=newest.id, now=now), waiting


def seen(*, session_id: UUID, now: datetime, question_id: UUID | None = None, client_id: str = "") -> TestSession:
    """A heartbeat of the tab `client_id`. While the session runs this is one UPDATE that moves no index."""
    running = TestSession.objects.filter(
        id=session_id,
        status=Status.ACTIVE.value,
        deadline__gt=now,
        last_heartbeat_at__gt=now - timedelta(seconds=policy().offline_after),
    )
    changes: dict[str, Any] = {
        "last_heartbeat_at": Greatest(F("last_heartbeat_at"), Value(now, output_field=DateTimeField()))
    }
    if client_id:
        changes["lease_seen_at"] = still_held(client_id, now)
    if question_id is not None:
        changes["current_question_id"] = question_id
        running = running.filter(questions__question_id=question_id)
    if running.update(**changes):
        return TestSession.objects.select_related("candidate", "assessment").get(id=session_id)
    return _seen_slowly(session_id=session_id, now=now, client_id=client_id)


def _seen_slowly(*, session_id: UUID, now: datetime, client_id: str = "") -> TestSession:
    def beat(session: TestSession) -> list[str]:
        session.last_heartbeat_at = max(now, session.last_heartbeat_at or now)
        if not client_id or session.lease_holder != client_id:
            return ["last_heartbeat_at"]
        session.lease_seen_at = now
        return ["last_heartbeat_at", "lease_seen_at"]

    with transaction.atomic():
        silences.note(locked(session_id), now)
        return transition(session_id=session_id, event=Event.SEEN, now=now, also=beat)


def activity(*, session_id: UUID, now: datetime) -> TestSession:
    """Something was done. Coalesced: one write in 5 s, the rest only answer."""
    recent = TestSession.objects.filter(
        id=session_id,
        status=Status.ACTIVE.value,
        deadline__gt=now,
        last_activity_at__gt=now - ACTIVITY_EVERY,
    ).first()
    if recent:
        return recent

    def act(session: TestSession) -> list[str]:
        session.last_activity_at = max(now, session.last_activity_at or now)
        return ["last_activity_at"]

    return transition(session_id=session_id, event=Event.SEEN, now=now, also=act)


def check_saving(*, session_id: UUID, text: str, now: datetime) -> str:
    """The system check's save: write `text` into the session's history; returns what the database then has.

    Raises Invalid, NotFound; Conflict where the session has ended or was checked MOST_CHECKS times.
    """
    if len(text) > CHECK_LENGTH or not text.isprintable():
        raise Invalid("text", f"at most {CHECK_LENGTH} characters that can be printed")
    with transaction.atomic():
        session = locked(session_id)  # so that checks at once are counted one after the other
        if lifecycle.status_at(session.sitting, now, policy()).status is Status.COMPLETED:
            raise Conflict("This test has ended.", code="already_ended")
        if session.events.filter(kind="system_check").count() >= MOST_CHECKS:
            raise Conflict(f"Saving was checked {MOST_CHECKS} times already, the most we do.", code="too_many_checks")
        written = record(session, "system_check", now, text=text)
    stored: str = session.events.get(id=written.id).data["text"]
    return stored


def save_progress(
    *,
    session_id: UUID,
    sections_completed: list[Any] | None,
    pending_answers: dict[str, Any] | None,
    now: datetime,
    client_id: str = "",
) -> TestSession:
    """Store what an older client calls progress; an answer `{language, code}` to a question is also its draft.

    client_id: which tab says so; LeaseElsewhere where another one holds the pen.
    """
    from sessions.services.drafts import save_answer  # drafts keeps its own lock order; see there

    def keep(session: TestSession) -> list[str]:
        session.last_activity_at = max(now, session.last_activity_at or now)
        if sections_completed is not None:
            session.sections_completed = sections_completed
        if pending_answers is not None:
            session.pending_answers = pending_answers
        return ["last_activity_at", "sections_completed", "pending_answers", *writes(session, client_id, now)]

    drafts = {question: answer for question, answer in (pending_answers or {}).items() if isinstance(answer, dict)}
    try:
        with transaction.atomic():
            session = transition(session_id=session_id, event=Event.SEEN, now=now, also=keep)
            for question, answer in drafts.items():
                save_answer(session_id=session_id, question=question, answer=answer, received_at=now)
            tell(session)
    except Conflict as refused:
        if refused.code == "already_ended":  # rule 4: kept for staff, not graded
            for question, answer in drafts.items():
                with suppress(Refusal):  # what cannot be kept is refused with the rest
                    save_answer(session_id=session_id, question=question, answer=answer, received_at=now)
        raise
    return session


def client_method(text: str) -> Method:
    """A completion method that a client may name. Invalid for any other."""
    try:
        method = Method(text)
    except ValueError:
        method = None
    if method not in CLIENT_METHODS or method is None:
        allowed = ", ".join(sorted(m.value for m in CLIENT_METHODS))
        raise Invalid("completion_method", f"must be one of {allowed}")
    return method


def complete(*, session_id: UUID, method: Method, now: datetime, client_id: str = "") -> TestSession:
    """Finish for good. Conflict where the session has already ended.

    client_id: which tab finishes it; LeaseElsewhere where another one holds the pen.
    """
    writing = partial(writes, client_id=client_id, now=now)
    return transition(session_id=session_id, event=Event.COMPLETE, now=now, method=method, also=writing)


def abandon(*, session_id: UUID, method: Method, now: datetime, client_id: str = "") -> TestSession:
    """The page was closed: a label until the candidate is back. Never completes.

    client_id: which tab it was. Where another one holds the pen nothing is abandoned.
    """
    with transaction.atomic():
        session = locked(session_id)
        if client_id and session.lease_holder not in ("", client_id):
            step(session.sitting, Event.ABANDON, now)  # refused all the same where nothing runs
            return session
        let_go = partial(release, client_id=client_id, now=now)
        return transition(session_id=session_id, event=Event.ABANDON, now=now, method=method, also=let_go)
