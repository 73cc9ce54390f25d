"""From reports to scores, durably: called in the transaction that records a report."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from executor.core.job import Report
from executor.core.verdicts import Verdict
from executor.errors import Busy, Invalid, Refusal, Unavailable, Unprocessable
from executor.models import Run
from questions import answers
from questions.models import Kind
from sessions.models import Draft, SessionQuestion, Submission, TestSession
from sessions.services.submitting import create_submission
from sessions.services.transition import locked, record, tell


def record_report(run: Run) -> None:
    """EXECUTOR_ON_FINISHED: note the verdict of a submission and what the question is now worth.

    A run that is no submission (samples, own input, playground) changes nothing.
    """
    submission = Submission.objects.select_related("entry__version").filter(run_id=run.id).first()
    if submission is None or run.report is None:
        return
    session = locked(submission.session_id)
    report = Report.from_json(run.report)
    submission.verdict = report.verdict.value
    submission.points, submission.max_points = report.points, max_points(submission.entry)
    submission.passed, submission.total = report.passed, len(submission.entry.version.cases)
    submission.judged_at = run.finished_at
    submission.save(update_fields=["verdict", "points", "max_points", "passed", "total", "judged_at"])
    score_entry(submission.entry)
    if report.verdict is Verdict.INTERNAL_ERROR:
        record(session, "judging_failed", timezone.now(), submission=str(submission.id))
    tell(session, {"type": "submission.judged", "submission_id": str(submission.id), "run_id": str(run.id)})
    if session.finalised_at:
        if session.result_ready_at:  # judged again: the score is no longer the sum of its questions
            session.result_ready_at = None
            session.save(update_fields=["result_ready_at"])
        transaction.on_commit(lambda: settle(session_id=session.id), robust=True)  # else the sweeper does it


def max_points(entry: SessionQuestion) -> float:
    return float(sum(case["points"] for case in entry.version.cases))


def submissions_of(entry: SessionQuestion) -> QuerySet[Submission]:
    """What was submitted to a question in this session and in those that it continues."""
    chain, session = [entry.session_id], entry.session
    while session.continues is not None:
        session = session.continues
        chain.append(session.id)
    return Submission.objects.filter(session_id__in=chain, question_id=entry.question_id)


def score_entry(entry: SessionQuestion) -> None:
    """Rule 6: the best submission counts, on a tie the latest; points of passed tests ÷ all points × weight.

    Of a question that is not answered with a program the last saved answer counts, at the end.
    """
    if not entry.is_code:
        _score_answer(entry)
        return
    judged = submissions_of(entry).filter(judged_at__isnull=False).exclude(verdict=Verdict.INTERNAL_ERROR.value)
    best = judged.order_by(F("points").desc(), "-received_at", "-id").first()
    entry.best = best
    entry.score = fraction(best) * entry.weight if best else None
    entry.save(update_fields=["best", "score"])


def _score_answer(entry: SessionQuestion) -> None:
    """A free text keeps the score that a person gave it; nothing written scores nothing."""
    answer = entry.answer
    if not answer.strip():
        entry.score = 0.0
    elif entry.version.kind == Kind.TEXT:
        return
    else:
        entry.score = (answers.fraction(entry.version, answer) or 0.0) * entry.weight
    entry.save(update_fields=["score"])


def fraction(submission: Submission) -> float:
    """How much of its question a judged submission solves, 0 to 1."""
    if submission.max_points:
        return (submission.points or 0.0) / submission.max_points
    return 1.0 if submission.verdict == Verdict.ACCEPTED.value else 0.0


def settle(*, session_id: UUID) -> TestSession:
    """Bring an ended session to its result: judge last drafts, then add up. May be called again at any time.

    Where the executor is busy or away, or no worker has a draft's language, it returns with the result pending;
    the sweeper calls it again.
    """
    with transaction.atomic():
        session = locked(session_id)
        if not session.finalised_at or session.result_ready_at:
            return session
        entries = list(session.questions.select_related("version", "session__assessment").prefetch_related("drafts"))
        if not _all_submitted(session, entries):
            return session
        pending = session.submissions.filter(judged_at__isnull=True).exists()
        failed = session.submissions.filter(verdict=Verdict.INTERNAL_ERROR.value).exists()
        if pending or failed:
            return session
        for entry in entries:
            score_entry(entry)  # also what was judged in a session that this one continues
        if any(entry.awaits_review for entry in entries):
            if not session.awaits_review:
                session.awaits_review = True
                session.save(update_fields=["awaits_review"])
                record(session, "awaits_review", timezone.now())
                tell(session)
            return session
        session.awaits_review = False
        session.score = sum(entry.score or 0.0 for entry in entries)
        session.max_score = sum(entry.weight for entry in entries)
        session.result_ready_at = timezone.now()
        session.save(update_fields=["score", "max_score", "result_ready_at", "awaits_review"])
        record(session, "result_ready", session.result_ready_at, score=session.score, max_score=session.max_score)
        tell(session, {"type": "session.state"})
    return session


def _all_submitted(session: TestSession, entries: list[SessionQuestion]) -> bool:
    """Submit what is left to submit. False where something has to wait for the executor."""
    waits = False
    for entry in entries:
        try:
            with transaction.atomic():
                _submit_handed_in(session, entry)
                _submit_last_draft(session, entry)
        except (Busy, Unavailable):
            return False
        except Unprocessable as refused:  # no worker has the language now; one may come, so nothing is given up
            waits = True
            _record_once(session, "waits_for_language", entry, refused)
    return not waits


def _record_once(session: TestSession, kind: str, entry: SessionQuestion, refused: Refusal) -> None:
    data: dict[str, Any] = {"question": str(entry.question_id), "why": refused.detail}
    if not session.events.filter(kind=kind, data__question=data["question"]).exists():
        record(session, kind, timezone.now(), **data)


def _submit_handed_in(session: TestSession, entry: SessionQuestion) -> None:
    """What was submitted after the end is judged where staff gave time that covers it."""
    for text in entry.drafts.filter(handed_in=True, saved_at__lt=session.finalised_at):
        if _judge_text(session, entry, text, Submission.Origin.CANDIDATE):
            text.delete()  # the submission has it now


def _submit_last_draft(session: TestSession, entry: SessionQuestion) -> None:
    """Where nothing was submitted, the last saved draft is judged; untouched starter code is not."""
    if not entry.is_code:
        return
    submitted = submissions_of(entry)
    if submitted.filter(origin=Submission.Origin.CANDIDATE.value).exists():
        return
    draft = next((d for d in entry.drafts.filter(late=False) if _is_work(entry, d)), None)
    # It may have been judged before: in a session that this one continues, or before staff gave more time.
    if draft is None or submitted.filter(received_at__gte=draft.saved_at).exists():
        return
    _judge_text(session, entry, draft, Submission.Origin.DRAFT)


def _judge_text(session: TestSession, entry: SessionQuestion, text: Draft, origin: Submission.Origin) -> bool:
    """Submit a stored text. False where it can never be judged, which staff are told."""
    try:
        create_submission(
            session=session,
            entry=entry,
            language=text.language,
            code=text.source,
            received_at=text.saved_at,
            origin=origin,
        )
    except Invalid as refused:
        if refused.code == "unavailable":
            raise
        _record_once(session, "draft_not_judged", entry, refused)
        return False
    return True


def _is_work(entry: SessionQuestion, draft: Draft) -> bool:
    text = draft.source.strip()
    return bool(text) and text != entry.version.starter.get(draft.language, "").strip()
