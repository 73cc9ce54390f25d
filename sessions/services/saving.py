"""Saves of many sockets in one transaction. The rules are those of `save_draft`, which also does whatever is not plain.

Plain is the next text of a tab that saved this answer before and holds the pen, in a test that runs; or the first text
of an answer. It is nearly every save, and nothing of it can conflict: its rows are locked, and a few statements read
and write the whole batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction

from executor.core.languages import LANGUAGES
from executor.core.limits import MAX_SOURCE_BYTES
from executor.core.text import check_text
from executor.errors import Refusal
from questions.answers import ANSWER
from questions.shown import Shown, shown_of
from sessions import lease
from sessions.lifecycle import Event, NotAllowed, after, late_by_ms
from sessions.models import Draft, SessionQuestion, TestSession, policy
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
    done: dict[int, Outcome] = {}
    try:
        done, new = _plain([(index, saves[index]) for index in first.values() if saves[index].client_id])
        done |= _first(new)
    except DatabaseError:
        pass  # one by one it is known whose fault it was
    return [done[index] if index in done else _one(save) for index, save in enumerate(saves)]


Numbered = list[tuple[int, Save]]


def _plain(saves: Numbered) -> tuple[dict[int, Outcome], Numbered]:
    """The plain ones of distinct sessions, committed together; by their index. And those of answers without a text."""
    done: dict[int, Outcome] = {}
    new: Numbered = []
    written: list[tuple[Draft, str]] = []  # with the text that it grew from
    with transaction.atomic():
        drafts = _locked_drafts([save for _, save in saves])
        for index, save in saves:
            draft = drafts.get((save.session_id, save.question_id, save.language))
            if draft is None:
                new.append((index, save))
            elif _is_plain(save, draft):
                draft.rev += 1
                before, draft.source, draft.client_seq = draft.source, save.code, save.client_seq
                written.append((draft, before))
                done[index] = _outcome(draft, save)
        bulk.write_saves([draft for draft, _ in written])
        history.record(written)
    return done, new


def _first(saves: Numbered) -> dict[int, Outcome]:
    """The same of first texts of an answer in a language, in a transaction of its own that locks in the same order."""
    done: dict[int, Outcome] = {}
    written: list[Draft] = []
    if not saves:
        return done
    with transaction.atomic():
        entries = _locked_entries([save for _, save in saves])
        there = Draft.objects.filter(entry__in=[entry.pk for entry in entries.values()], late=False)
        known = set(there.order_by().values_list("entry_id", "language"))
        shown = shown_of({entry.version_id for entry in entries.values()})
        for index, save in saves:
            entry = entries.get((save.session_id, save.question_id))
            # An alias of a language is another's first text, or none.
            if (
                entry is None
                or (entry.pk, save.language) in known
                or not _is_first(save, entry, shown[entry.version_id])
            ):
                continue
            draft = Draft(
                entry=entry,
                language=save.language,
                source=save.code,
                client_id=save.client_id,
                client_seq=save.client_seq,
            )
            written.append(draft)
            done[index] = _outcome(draft, save)
        bulk.write_first(written)
        history.record([(draft, "") for draft in written])
    return done


def _outcome(draft: Draft, save: Save) -> Outcome:
    """What both have in common: the text's time, and the session's."""
    session = draft.entry.session
    draft.saved_at, draft.late_by_ms = save.received_at, late_by_ms(session.sitting, save.received_at)
    _seen(session, save)
    return Outcome(standing=standing_of(session), rev=draft.rev, saved_at=draft.saved_at)


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


def _locked_entries(saves: list[Save]) -> dict[tuple[UUID, UUID], SessionQuestion]:
    """The questions that are answered, each with its session, which is locked, in the order of ids."""
    rows = (
        SessionQuestion.objects.select_for_update(of=("session",), no_key=True)
        .select_related("session")
        .filter(session__in=[save.session_id for save in saves], question__in={save.question_id for save in saves})
        .order_by("session_id", "id")
        .only("question_id", "version_id", "session__languages", *(f"session__{name}" for name in LOCKED))
    )
    return {(entry.session_id, entry.question_id): entry for entry in rows}


def _is_plain(save: Save, draft: Draft) -> bool:
    """Whether save_draft would do nothing but write the text and the time."""
    if draft.client_id != save.client_id or draft.language == ANSWER:
        return False
    if save.client_seq <= draft.client_seq:
        return False  # a repeat, or one overtaken by a newer text
    return _is_welcome(save, draft.entry.session)


def _is_first(save: Save, entry: SessionQuestion, shown: Shown) -> bool:
    """The same where there is no text yet. `language`: by its own name."""
    session = entry.session
    allowed = not session.languages or save.language in session.languages
    return save.language in LANGUAGES and shown.offers(save.language) and allowed and _is_welcome(save, session)


def _is_welcome(save: Save, session: TestSession) -> bool:
    """Whether the tab holds the pen of a test that runs and was not silent, and the text can be stored."""
    if session.lease_holder != save.client_id:
        return False
    silent = timedelta(seconds=policy().offline_after)
    if session.last_seen_at is None or save.received_at - session.last_seen_at >= silent:
        return False  # for how long it was is written down
    try:
        changed = after(session.sitting, Event.SEEN, save.received_at, policy())
        return changed.status.value == session.status and save.code == check_text(
            "code", save.code, max_bytes=MAX_SOURCE_BYTES
        )
    except (Refusal, NotAllowed):
        return False


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
