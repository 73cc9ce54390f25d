"""Saves of many sockets in one transaction. The rules are those of `save_draft`, which also does whatever is not plain.

Plain is the next text of a tab that saved this answer before and holds the pen, in a test that runs. It is nearly every
save, and nothing of it can conflict: its rows are locked, and three statements read and write the whole batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction

from executor.core.limits import MAX_SOURCE_BYTES
from executor.core.text import check_text
from executor.errors import Refusal
from questions.answers import ANSWER
from sessions import lease
from sessions.lifecycle import Event, NotAllowed, after, late_by_ms
from sessions.models import Draft, TestSession, policy
from sessions.services import bulk, history
from sessions.services.drafts import save_draft
from sessions.services.leasing import lapses_after
from sessions.services.standing import Standing, standing_of

LOCKED = (
    "status", "started_at", "deadline", "ended_at", "completion_method", "finalised_at", "last_heartbeat_at",
    "last_activity_at", "current_question_id", "lease_holder", "lease_since", "lease_seen_at",
)  # fmt: skip
READ = (
    *("language", "source", "rev", "client_id", "client_seq", "saved_at", "late_by_ms"),
    *("entry__session_id", "entry__question_id", *(f"entry__session__{name}" for name in LOCKED)),
)


@dataclass(frozen=True, slots=True)
class Save:
    """As it came over a socket; received_at was stamped at the door."""

    session_id: UUID
    question_id: UUID
    language: str
    code: str
    client_id: str
    client_seq: int
    base_rev: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a save: committed with `rev`, refused, or failed (then nobody may be told that it was saved)."""

    standing: Standing | None = None
    rev: int = 0
    saved_at: datetime | None = None
    refusal: Refusal | None = None
    failure: DatabaseError | None = None


def save_many(saves: Sequence[Save]) -> list[Outcome]:
    """Outcomes in the order of `saves`. A save whose session is twice in the batch is done after the first."""
    first: dict[UUID, int] = {}
    for index, save in enumerate(saves):
        first.setdefault(save.session_id, index)
    try:
        done = _plain([(index, saves[index]) for index in first.values() if saves[index].client_id])
    except DatabaseError:
        done = {}  # one by one it is known whose fault it was
    return [done[index] if index in done else _one(save) for index, save in enumerate(saves)]


def _plain(saves: list[tuple[int, Save]]) -> dict[int, Outcome]:
    """The plain ones of distinct sessions, committed together; by their index."""
    done: dict[int, Outcome] = {}
    written: list[tuple[Draft, str]] = []  # with the text that it grew from
    with transaction.atomic():
        drafts = _locked_drafts([save for _, save in saves])
        for index, save in saves:
            draft = drafts.get((save.session_id, save.question_id, save.language))
            if draft is None or not _is_plain(save, draft):
                continue
            session = draft.entry.session
            draft.rev += 1
            before, draft.source, draft.client_seq = draft.source, save.code, save.client_seq
            draft.saved_at, draft.late_by_ms = save.received_at, late_by_ms(session.sitting, save.received_at)
            _seen(session, save)
            written.append((draft, before))
            done[index] = Outcome(standing=standing_of(session), rev=draft.rev, saved_at=draft.saved_at)
        bulk.write_saves([draft for draft, _ in written])
        history.record(written)
    return done


def _locked_drafts(saves: list[Save]) -> dict[tuple[UUID, UUID, str], Draft]:
    """The drafts that are there already; each is locked after its session, in the order of ids."""
    rows = (
        Draft.objects.select_for_update(of=("self", "entry__session"), no_key=True)
        .select_related("entry__session")
        .filter(
            entry__session_id__in=[save.session_id for save in saves],
            entry__question_id__in={save.question_id for save in saves},
            late=False,
        )
        .order_by("entry__session_id", "id")
        .only(*READ)
    )
    return {(draft.entry.session_id, draft.entry.question_id, draft.language): draft for draft in rows}


def _is_plain(save: Save, draft: Draft) -> bool:
    """Whether save_draft would do nothing but write the text and the time."""
    session = draft.entry.session
    if draft.client_id != save.client_id or draft.language == ANSWER or session.lease_holder != save.client_id:
        return False
    if save.client_seq <= draft.client_seq:
        return False  # a repeat, or one overtaken by a newer text
    silent = timedelta(seconds=policy().offline_after)
    if session.last_seen_at is None or save.received_at - session.last_seen_at >= silent:
        return False  # for how long it was is written down
    try:
        check_text("code", save.code, max_bytes=MAX_SOURCE_BYTES)
        changed = after(session.sitting, Event.SEEN, save.received_at, policy())
    except (Refusal, NotAllowed):
        return False
    return changed.status.value == session.status


def _seen(session: TestSession, save: Save) -> None:
    """A save is a sign of life and holds the pen on."""
    at = save.received_at
    session.last_activity_at = max(at, session.last_activity_at or at)
    session.last_heartbeat_at = max(at, session.last_heartbeat_at or at)
    session.current_question_id = save.question_id
    held, _ = lease.claim(session.lease, save.client_id, at, lapses_after=lapses_after())
    session.lease_seen_at = held.seen_at


def _one(save: Save) -> Outcome:
    """By save_draft, in a transaction of its own."""
    refusal: Refusal | None = None
    outcome = Outcome()
    try:
        try:
            draft = save_draft(
                session_id=save.session_id,
                question_id=save.question_id,
                language=save.language,
                code=save.code,
                client_id=save.client_id,
                client_seq=save.client_seq,
                base_rev=save.base_rev,
                received_at=save.received_at,
            )
            outcome = Outcome(rev=draft.rev, saved_at=draft.saved_at)
        except Refusal as refused:
            refusal = refused
        session = TestSession.objects.only(*LOCKED).get(id=save.session_id)
    except DatabaseError as failure:
        return Outcome(failure=failure)
    return replace(outcome, standing=standing_of(session), refusal=refusal)
