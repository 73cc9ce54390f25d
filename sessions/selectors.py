"""Reads that join tables into what a page or an answer shows. Nothing hidden is ever read into a candidate's."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, UUIDField

from executor.core.languages import LANGUAGES
from executor.core.verdicts import Verdict
from executor.models import Run
from executor.selectors import absent_languages, languages_present
from executor.statements import Statement
from questions.models import Assessment
from questions.shown import Shown, shown_of
from sessions import lifecycle, messages
from sessions.lifecycle import Status
from sessions.models import Draft, SessionEvent, SessionQuestion, Submission, TestSession, policy


def iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def clock(session: TestSession, now: datetime) -> messages.Clock:
    """What every reply carries, so that the page can set its countdown. The status is what it is at `now`."""
    return clock_of(session.sitting, now)


def clock_of(sitting: lifecycle.Sitting, now: datetime) -> messages.Clock:
    status = lifecycle.status_at(sitting, now, policy()).status
    return {"server_now": now.isoformat(), "deadline": iso(sitting.deadline), "status": status.value}


def lease(session: TestSession, now: datetime) -> messages.LeaseState:
    """Who holds the pen: the page compares `holder` with its own client_id."""
    return {"type": "lease", "holder": session.lease_holder, "since": iso(session.lease_since), **clock(session, now)}


def tells_verdicts(sitting: lifecycle.Sitting, shows: str, now: datetime) -> bool:
    """Whether its candidate may be told how submissions fared: until the end, and then as the assessment said."""
    ended = lifecycle.status_at(sitting, now, policy()).finalised_at is not None
    return not ended or shows == Assessment.Shows.VERDICTS


NEWS = ("message", "time_added")
MOST_NEWS = 50
_last_news = Statement(
    lambda session: (
        SessionEvent.objects.filter(session_id=session, kind__in=NEWS).order_by("-id").values_list("id", flat=True)[:1]
    ),
    session=UUIDField(),
)


def last_news(session: TestSession) -> int:
    """The id of the newest event that a candidate is told of; 0 where there is none."""
    return _last_news.first(session=session.id) or 0


_notes = Statement(
    lambda session: (
        SessionEvent.objects.filter(session_id=session, kind="note").order_by().values_list("id", flat=True)
    ),
    session=UUIDField(),
)


def notes_left(session: TestSession) -> int:
    return len(_notes.rows(session=session.id))  # MOST_NOTES at most


def news_after(session: TestSession, event_id: int, now: datetime) -> list[dict[str, Any]]:
    """What a page that has heard everything up to `event_id` has missed, oldest first: StaffMessage, TimeChanged."""
    missed = session.events.filter(kind__in=NEWS, id__gt=event_id).order_by("-id")[:MOST_NEWS]
    return [_news(event, session, now) for event in reversed(missed)]


def _news(event: SessionEvent, session: TestSession, now: datetime) -> dict[str, Any]:
    if event.kind == "message":
        return {"type": "message", "event": event.id, "text": event.data["text"], "at": event.at.isoformat()}
    given = {"seconds": event.data["seconds"], "reason": event.data["reason"]}
    return {"type": "time", "event": event.id, **given, **clock(session, now)}


# --- the candidate's snapshot -----------------------------------------------------------------------------

_given = Statement(
    lambda session: SessionQuestion.objects.filter(session_id=session).annotate(
        drafted=Exists(Draft.objects.filter(entry=OuterRef("pk"), late=False)),
        tried=Exists(Submission.objects.filter(entry=OuterRef("pk"))),
    ),
    session=UUIDField(),
)
_drafts = Statement(lambda session: Draft.objects.filter(entry__session_id=session, late=False), session=UUIDField())
_submitted = Statement(lambda session: Submission.objects.filter(session_id=session), session=UUIDField())


def snapshot(session: TestSession, now: datetime) -> messages.Snapshot:
    """Everything that the workspace shows, from the database: what a session has of its own, in two to four queries."""
    present = languages_present()
    told = tells_verdicts(session.sitting, session.shows_afterwards, now)
    return {
        "session_id": str(session.id),
        "candidate_id": session.candidate_id,
        "candidate_name": session.candidate.name,
        "assessment_title": session.assessment.title,
        "started_at": iso(session.started_at),
        **clock(session, now),
        "completed_at": iso(session.ended_at),
        "last_event": last_news(session),
        "sections_completed": [title for title in session.sections_completed if isinstance(title, str)],
        "questions": _questions(session, present, told),
    }


def _questions(session: TestSession, present: list[str], told: bool) -> list[messages.QuestionState]:
    entries = _given.rows(session=session.id)
    if not entries:  # not started yet
        return []
    shown = shown_of({entry.version_id for entry in entries})
    drafts: dict[int, list[Draft]] = defaultdict(list)
    # Who has just started has neither.
    for draft in _drafts.rows(session=session.id) if any(entry.drafted for entry in entries) else ():
        drafts[draft.entry_id].append(draft)
    submissions: dict[int, list[Submission]] = defaultdict(list)
    for submission in _submitted.rows(session=session.id) if any(entry.tried for entry in entries) else ():
        submissions[submission.entry_id].append(submission)
    offered = [name for name in present if not session.languages or name in session.languages]
    return [
        _question_state(
            entry,
            shown[entry.version_id],
            offered,
            [draft_state(draft) for draft in drafts[entry.pk]],
            [_submission_state(one, entry.best_id, told) for one in submissions[entry.pk]],
        )
        for entry in entries
    ]


def _question_state(
    entry: SessionQuestion,
    shown: Shown,
    offered: list[str],
    drafts: list[messages.DraftState],
    submissions: list[messages.SubmissionState],
) -> messages.QuestionState:
    tried = drafts and (shown.is_code or drafts[0]["code"].strip())
    return {
        "id": str(entry.question_id),
        "kind": shown.kind,
        "order": entry.order,
        "section": entry.section,
        "title": shown.title,
        "difficulty": shown.difficulty,
        "weight": entry.weight,
        "statement_html": shown.statement_html,
        "cpu_seconds": shown.cpu_seconds,
        "memory_mib": shown.memory_mib,
        "choices": entry.ordered(shown.choices),
        "marked": entry.marked,
        "languages": [name for name in offered if shown.offers(name)],
        "starter": shown.starter,
        "samples": shown.samples,
        "tests": shown.tests,
        "drafts": drafts,
        "submissions": submissions,
        "state": "submitted" if submissions else "untouched" if not tried else "tried" if shown.is_code else "answered",
    }


def draft_state(draft: Draft) -> messages.DraftState:
    return {
        "language": draft.language,
        "code": draft.source,
        "rev": draft.rev,
        "saved_at": draft.saved_at.isoformat(),
    }


def _submission_state(submission: Submission, best_id: UUID | None, told: bool) -> messages.SubmissionState:
    return {
        "id": str(submission.id),
        "run_id": str(submission.run_id),
        "language": submission.language,
        "received_at": submission.received_at.isoformat(),
        "verdict": submission.verdict if told else "",
        "passed": submission.passed if told else None,
        "total": submission.total if told else None,
        "counts": told and submission.id == best_id,
    }


# --- runs -------------------------------------------------------------------------------------------------

HIDDEN_FIELDS = ("index", "verdict", "cpu_ms", "memory_kib", "message")
SHOWN_FIELDS = (*HIDDEN_FIELDS, "stdout", "stderr", "exit_code", "signal")


def test_event(test: dict[str, Any]) -> messages.TestEvent:
    """One test of the executor's event as a candidate may see it; a hidden one loses everything but its verdict."""
    fields = HIDDEN_FIELDS if test["hidden"] else SHOWN_FIELDS
    shown = {name: test[name] for name in fields}
    return {**shown, "sample": not test["hidden"]}  # type: ignore[typeddict-item]


def run_update(event: dict[str, Any]) -> messages.RunUpdate:
    """The message of a candidate's socket for one event of the executor (`run.update`)."""
    update: dict[str, Any] = {name: event[name] for name in ("run_id", "seq", "state", "total")}
    update |= {"type": "run", "tests": [test_event(test) for test in event["tests"]]}
    update |= {name: event[name] for name in ("compile", "done") if name in event}
    return update  # type: ignore[return-value]


def run_state(run: Run, *, told: bool = True) -> messages.RunUpdate:
    """A whole run as one message (seq 0): what is read again after a gap. Without `told` nothing of how it fared."""
    from executor.services import cases_of  # reads the case set; only here

    cases = cases_of(run)
    state: dict[str, Any] = {
        "type": "run",
        "run_id": str(run.id),
        "seq": 0,
        "state": run.state,
        "tests": [],
        "total": len(cases),
    }
    if run.state == Run.State.QUEUED.value and run.language in absent_languages():
        label = LANGUAGES[run.language].label
        state["note"] = f"No machine here can run {label} at the moment. Your program waits for one"
    if run.report and told:
        report = run.report
        by_id = {case.id: (index, case) for index, case in enumerate(cases)}
        for test in report["tests"]:
            index, case = by_id[test["case_id"]]
            state["tests"].append(test_event({**test, "index": index, "hidden": case.hidden}))
        failed = report["verdict"] == Verdict.COMPILE_ERROR.value
        if failed or report["compile_output"]:
            state["compile"] = {"state": "failed" if failed else "ok", "output": report["compile_output"]}
        state["done"] = {
            "verdict": report["verdict"],
            "message": report["message"],
            "passed": sum(t["verdict"] == Verdict.ACCEPTED.value for t in report["tests"]),
            "total": len(cases),
        }
    return state  # type: ignore[return-value]


# --- results ----------------------------------------------------------------------------------------------


def result(session: TestSession) -> dict[str, Any]:
    """A session's result, for keys and staff.

    {session_id, candidate_id, assessment_id, status, result: "pending" | "ready", score, max_score, questions:
    [{question_id, title, section, weight, score, passed, total, submission_id, verdict, language, submissions}]}.
    score is null until the result is ready; a question's score is the best submission's so far.
    """
    return {
        "session_id": str(session.id),
        "candidate_id": session.candidate_id,
        "assessment_id": str(session.assessment_id),
        "status": session.status,
        "completion_method": session.completion_method,
        "started_at": iso(session.started_at),
        "completed_at": iso(session.ended_at),
        "result": "ready" if session.result_ready_at else "pending",
        "score": session.score,
        "max_score": session.max_score,
        "questions": [_question_result(entry) for entry in _entries_with_best(session)],
    }


def _entries_with_best(session: TestSession) -> Iterable[SessionQuestion]:
    return session.questions.select_related("version", "best").prefetch_related("submissions")


def _question_result(entry: SessionQuestion) -> dict[str, Any]:
    best = entry.best
    return {
        "question_id": str(entry.question_id),
        "title": entry.version.title,
        "version": entry.version.number,
        "kind": entry.version.kind,
        "section": entry.section,
        "weight": entry.weight,
        "score": entry.score,
        "passed": best.passed if best else None,
        "total": best.total if best else len(entry.version.cases),
        "submission_id": str(best.id) if best else None,
        "verdict": best.verdict if best else None,
        "language": best.language if best else None,
        "submissions": len(entry.submissions.all()),
    }


def candidate_result(session: TestSession) -> dict[str, Any]:
    """The same for the candidate, as far as the assessment says that it is shown afterwards."""
    shows = session.shows_afterwards
    ended = bool(session.finalised_at)
    full = result(session)
    kept = {name: full[name] for name in ("session_id", "candidate_id", "status", "started_at", "completed_at")}
    kept["shows"] = shows
    if not ended or shows == "nothing":
        return kept
    kept |= {name: full[name] for name in ("result", "score", "max_score")}
    if shows == "verdicts":
        hidden = ("submission_id", "version")
        kept["questions"] = [{k: v for k, v in q.items() if k not in hidden} for q in full["questions"]]
    return kept


# --- the live board ---------------------------------------------------------------------------------------


def board_rows(sessions: Iterable[TestSession], now: datetime) -> list[messages.BoardRow]:
    """The board's rows of `sessions`, in six queries at most, however many there are."""
    rows = list(sessions)
    entries: dict[Any, list[SessionQuestion]] = defaultdict(list)
    for entry in SessionQuestion.objects.filter(session__in=rows).select_related("best"):
        entries[entry.session_id].append(entry)
    shown = shown_of({e.version_id for es in entries.values() for e in es})
    tried = set(
        Submission.objects.filter(session__in=rows).values_list("entry_id", flat=True).order_by("entry_id").distinct()
    )
    words = {id for id, version in shown.items() if not version.is_code}
    if answers := [e.pk for es in entries.values() for e in es if e.version_id in words]:
        saved = Draft.objects.filter(entry__in=answers, late=False).exclude(source="")
        tried |= set(saved.values_list("entry_id", flat=True))  # an answer without a program is not submitted
    signals = _signals(rows)
    return [_board_row(session, entries[session.id], shown, tried, signals[session.id], now) for session in rows]


def _signals(sessions: list[TestSession]) -> dict[Any, dict[str, int]]:
    """{session id: {kind: how often}} of what the board shows of a session's history."""
    counted = (
        SessionEvent.objects.filter(session__in=sessions, kind__in=(*BOARD_SIGNALS, "note"))
        .order_by("session_id", "kind")
        .values_list("session_id", "kind")
        .annotate(count=Count("id"))
    )
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for session_id, kind, count in counted:
        found[session_id][kind] = count
    return found


# Kinds of SessionEvent; what each means: services/signals.py.
BOARD_SIGNALS = (
    "left_page", "pasted", "left_full_screen", "large_insertion", "other_device", "network_changed",
)  # fmt: skip


def board_sessions(assessment_id: Any) -> Any:
    """The sessions of an assessment that the board shows: of each candidate's chain the newest."""
    return (
        TestSession.objects.filter(assessment_id=assessment_id, continued_by__isnull=True)
        .select_related("candidate")
        .order_by("candidate__name", "id")
    )


def _board_row(
    session: TestSession,
    entries: list[SessionQuestion],
    shown: dict[UUID, Shown],
    tried: set[Any],
    signals: dict[str, int],
    now: datetime,
) -> messages.BoardRow:
    from django.urls import reverse

    current = next((shown[e.version_id].title for e in entries if e.question_id == session.current_question_id), None)
    sitting = lifecycle.status_at(session.sitting, now, policy())
    ready = session.result_ready_at is not None
    return {
        "session_id": str(session.id),
        "candidate_id": session.candidate_id,
        "name": session.candidate.name,
        "status": sitting.status.value,
        "presence": lifecycle.presence_at(sitting, now, policy()).value,
        "started_at": iso(session.started_at),
        "deadline": iso(session.deadline),
        "last_seen_at": iso(session.last_seen_at),
        "current_question": current if sitting.status is Status.ACTIVE else None,
        "tests_passed": sum((e.best.passed or 0) for e in entries if e.best),
        "tests_total": sum(shown[e.version_id].tests for e in entries),
        "submitted": sum(e.id in tried for e in entries),
        "questions": len(entries),
        "score": session.score if ready else sum((e.score or 0.0) for e in entries) if entries else None,
        "max_score": sum(e.weight for e in entries) if entries else None,
        "completion_method": session.completion_method,
        "signals": {kind: count for kind, count in signals.items() if kind != "note"},
        "notes": signals.get("note", 0),
        "url": reverse("admin:test_sessions_testsession_change", args=[session.id]),
    }
