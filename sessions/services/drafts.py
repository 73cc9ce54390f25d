"""Autosave: every acknowledged text is in the database, and no tab overwrites another one's unseen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from executor.core.languages import LANGUAGES, canonical
from executor.core.limits import MAX_SOURCE_BYTES
from executor.core.text import check_text
from executor.errors import Conflict, Invalid, NotFound, Unprocessable
from questions.answers import ANSWER, check_answer
from sessions.access import entry_of
from sessions.lease import letting_go
from sessions.lifecycle import frozen_from, late_by_ms
from sessions.models import Draft, SessionQuestion, TestSession, policy
from sessions.services import history
from sessions.services.leasing import held_by
from sessions.services.receiving import receive, unsettle
from sessions.services.transition import locked


class DraftConflict(Conflict):
    """Somebody else saved since the text that this one grew from. `draft` is what is stored."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("Another tab or device saved a newer text of this answer.", code="conflict")
        self.draft = draft


def check_language(entry: SessionQuestion, language: str) -> str:
    """The canonical name of a language that is allowed here. Invalid where unknown, Unprocessable where not offered."""
    if not entry.is_code:
        if language != ANSWER:
            raise Unprocessable("language", f'must be "{ANSWER}": this question is not answered with a program')
        return ANSWER
    name = canonical(language)
    if name is None:
        raise Invalid("language", f"{language!r} is unknown; there are {', '.join(LANGUAGES)}", code="unknown_language")
    for allowed in (entry.version.languages, entry.session.languages):
        if allowed and name not in allowed:
            raise Unprocessable("language", f"must be one of {', '.join(allowed)} for this question")
    return name


def save_draft(
    *,
    session_id: UUID,
    question_id: UUID,
    language: str,
    code: str,
    client_id: str = "",
    client_seq: int = 0,
    base_rev: int | None = None,
    closing: bool = False,
    received_at: datetime,
) -> Draft:
    """Store a text and return its draft with the new `rev`.

    client_id and client_seq make a repeated save harmless; base_rev (None: overwrite) is the rev which this
    text grew from; closing: sent by a page that went away, which is no sign of life. Raises DraftConflict;
    LeaseElsewhere where another tab holds the pen; Conflict where the session has ended (the text is kept all the
    same, for staff, ungraded); Invalid, Unprocessable, TooLarge, NotFound.
    """
    code = check_text("code", code, max_bytes=MAX_SOURCE_BYTES)
    with transaction.atomic():
        session = locked(session_id)
        entry = entry_of(session_id, question_id)
        name = check_language(entry, language)
        code = code if entry.is_code else check_answer(entry.version, code)
        closing = closing or (bool(client_id) and letting_go(session.lease, received_at))
        try:
            receive(session, received_at, closing=closing, current_question_id=question_id)
        except Conflict as over:
            refused = over
            if session.started_at:
                _keep_late(entry, name, code, received_at)
        else:
            lease = held_by(session, client_id, received_at, closing=closing)
            draft = _write(session, entry, name, code, client_id, client_seq, base_rev, received_at)
            session.save(update_fields=[*lease])
            unsettle(session)
            return draft
    raise refused  # outside the transaction, so that the late text stays


def _write(
    session: TestSession,
    entry: SessionQuestion,
    language: str,
    code: str,
    client_id: str,
    client_seq: int,
    base_rev: int | None,
    received_at: datetime,
) -> Draft:
    draft = Draft.objects.filter(entry=entry, language=language, late=False).first()
    # Without a client_id (a form without script) nobody can say that it was the same tab.
    same_tab = draft is not None and bool(client_id) and draft.client_id == client_id
    if draft is None:
        draft = Draft(entry=entry, language=language, rev=0, saved_at=received_at)
    elif same_tab and client_seq <= draft.client_seq:
        return draft  # a repeat, or one overtaken by a newer text
    elif base_rev is not None and base_rev != draft.rev and not same_tab and draft.source != code:
        raise DraftConflict(draft)
    draft.rev, before = draft.rev + 1, draft.source
    draft.source, draft.client_id, draft.client_seq = code, client_id, client_seq
    draft.saved_at, draft.late_by_ms = received_at, late_by_ms(session.sitting, received_at)
    draft.save()
    history.record([(draft, before)])
    return draft


def keep_handed_in(*, session_id: UUID, question_id: UUID, language: str, code: str, received_at: datetime) -> None:
    """A submission that came after the end: kept for staff. Where they give time that covers it, it is judged."""
    code = check_text("code", code, max_bytes=MAX_SOURCE_BYTES)
    with transaction.atomic():
        session = locked(session_id)
        entry = entry_of(session_id, question_id)
        if session.started_at:
            _keep_late(entry, check_language(entry, language), code, received_at, handed_in=True)


def _keep_late(
    entry: SessionQuestion, language: str, code: str, received_at: datetime, handed_in: bool = False
) -> None:
    """What came after the end is kept for staff, and not graded: of each kind the newest."""
    late = late_by_ms(entry.session.sitting, received_at)
    draft, made = Draft.objects.get_or_create(
        entry=entry,
        language=language,
        late=True,
        handed_in=handed_in,
        defaults={"source": code, "saved_at": received_at, "late_by_ms": late},
    )
    if not made:
        draft.rev += 1
        draft.source, draft.saved_at, draft.late_by_ms = code, received_at, late
        draft.save()


def count_late(session: TestSession) -> bool:
    """After time was given: a late text that was received before the new end becomes the draft of its language.

    True where something counts now that did not. What was handed in waits for `settle`, which submits it.
    """
    # One that the sweeper left alone for an outage of ours has refused texts as late, and has not ended.
    end = session.finalised_at or frozen_from(session.sitting, policy())
    covered = Draft.objects.filter(entry__session=session, late=True, saved_at__lt=end)
    changed = False
    for text in covered.filter(handed_in=False):
        draft = Draft.objects.filter(entry=text.entry_id, language=text.language, late=False).first() or text
        draft.rev, draft.late = draft.rev + 1, False
        draft.source, draft.saved_at = text.source, text.saved_at
        draft.late_by_ms = late_by_ms(session.sitting, text.saved_at)
        draft.save()
        history.whole(draft)
        if draft is not text:
            text.delete()
        changed = True
    return changed or covered.exists()


def save_answer(*, session_id: UUID, question: str, answer: dict[str, Any], received_at: datetime) -> None:
    """An older client's pending answer: `{language, code}` to a question of the session becomes its draft."""
    language, code = answer.get("language"), answer.get("code")
    field = f"pending_answers.{question}"
    if not isinstance(language, str) or not isinstance(code, str):
        raise Invalid(field, "must be a text, or an object with language and code as texts")
    try:
        question_id = UUID(question)
    except ValueError:
        raise Invalid(field, "must be named by the id of a question of this session") from None
    try:
        save_draft(
            session_id=session_id, question_id=question_id, language=language, code=code, received_at=received_at
        )
    except NotFound as unknown:
        raise Invalid(field, "is not a question of this session") from unknown
