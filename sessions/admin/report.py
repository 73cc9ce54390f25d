"""What a session's page shows to staff: facts, answers with their tests and code, drafts, the timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from executor.core.languages import LANGUAGES
from executor.core.verdicts import Verdict
from questions.answers import in_words, key_in_words
from questions.models import QuestionVersion
from questions.staffing import duration, highlight, verdict_colour, verdict_words
from sessions import lifecycle
from sessions.admin.signals import signals_report
from sessions.models import SessionEvent, SessionQuestion, Submission, TestSession, policy
from sessions.services.signals import OF_BROWSER

EVENT_WORDS = {
    "invited": "Invited",
    "system_check": "System check: a text was saved",
    "started": "Started",
    "submitted": "Submitted an answer",
    "returned": "Came back",
    "abandoned": "Left, or was not heard of",
    "completed": "Finished",
    "frozen": "Time was over; the work was frozen",
    "time_added": "Time was changed",
    "reopened": "Reopened",
    "awaits_review": "All is judged but what people have to score",
    "reviewed": "An answer was scored",
    "continues": "Continues an earlier session",
    "message": "Message to the candidate",
    "invitation_revoked": "Invitation revoked",
    "link_renewed": "New link made",
    "result_ready": "Result ready",
    "judging_failed": "Judging failed on our side",
    "connected": "First connected",
    "other_device": "Another browser or device",
    "network_changed": "Another network address",
    "draft_not_judged": "Last draft could not be judged",
    "waits_for_language": "Last draft waits: no worker has its language",
    "lease_taken": "Another tab or device took over writing",
    "silence": "Not heard of",
}
METHOD_WORDS = {
    "manual": "by the candidate",
    "tab_close": "the page was closed",
    "timer_expired": "the time was over",
    "heartbeat_timeout": "not heard of for too long",
    "auto": "by staff or the server",
}
LEASE_WORDS = {"reload": "after a reload", "lapsed": "the first had gone", "take_over": "the candidate chose so"}
SAID_BY = {"method": METHOD_WORDS, "how": LEASE_WORDS}
UNSAID = {"client_id", "before", "submission", "deadline", "session", "continued_by", "score", "max_score"}


@dataclass(frozen=True, slots=True)
class Square:
    """One test of a judged submission."""

    number: int
    name: str
    sample: bool
    verdict: str
    colour: str
    cpu_ms: int | None
    memory_mib: float | None
    message: str
    stdout: str
    stderr: str

    @property
    def words(self) -> str:
        return verdict_words(self.verdict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A submission as staff read it."""

    submission: Submission
    verdict: str
    colour: str
    language: str
    squares: list[Square]
    code: SafeString
    compile_output: str
    fault: str
    best: bool


def squares(version: QuestionVersion, report: dict[str, Any] | None) -> list[Square]:
    """Every test of the version in order; those that were not run (yet) have the verdict "not run"."""
    done = {test["case_id"]: test for test in (report or {}).get("tests", [])}
    found = []
    for number, case in enumerate(version.cases, start=1):
        test = done.get(case["id"])
        verdict = test["verdict"] if test else "not run"
        found.append(
            Square(
                number=number,
                name=case["name"] or f"test {number}",
                sample=case["sample"],
                verdict=verdict,
                colour=verdict_colour(verdict) if test else "none",
                cpu_ms=test["cpu_ms"] if test else None,
                memory_mib=test["memory_kib"] / 1024 if test else None,
                message=test["message"] if test else "",
                stdout=(test["stdout"] or "") if test else "",
                stderr=(test["stderr"] or "") if test else "",
            )
        )
    return found


def answer(submission: Submission, version: QuestionVersion, *, best: bool = False) -> Answer:
    report = submission.run.report
    return Answer(
        submission=submission,
        verdict=verdict_words(submission.verdict),
        colour=verdict_colour(submission.verdict),
        language=label_of(submission.language),
        squares=squares(version, report),
        code=highlight(submission.run.source, submission.language),
        compile_output=(report or {}).get("compile_output", ""),
        fault=(report or {}).get("fault", "") if submission.verdict == Verdict.INTERNAL_ERROR.value else "",
        best=best,
    )


def label_of(language: str) -> str:
    return LANGUAGES[language].label if language in LANGUAGES else language


def session_report(session: TestSession, now: datetime) -> dict[str, Any]:
    """The context of the session's page."""
    sitting = lifecycle.status_at(session.sitting, now, policy())
    entries = session.questions.select_related("version", "question").prefetch_related("submissions__run", "drafts")
    titles = {str(entry.question_id): entry.version.title for entry in entries}
    running = sitting.status is lifecycle.Status.ACTIVE
    return {
        "session": session,
        "status": sitting.status.value,
        "presence": lifecycle.presence_at(sitting, now, policy()).value if running else "",
        "time_left": duration(session.deadline - now) if running and session.deadline else "",
        "method": _method(sitting),
        "allowed": duration(_allowed(session)),
        "taken": duration(session.ended_at - session.started_at) if session.ended_at and session.started_at else "",
        "score_percent": round(100 * (session.score or 0) / session.max_score) if session.max_score else None,
        "questions": [_question(entry) for entry in entries],
        "events": _timeline(session, titles),
        **signals_report(session, titles, now),
        "adjustments": [
            {"time": signed(one.seconds), "reason": one.reason, "actor": one.actor}
            for one in session.adjustments.select_related("actor")
        ],
    }


def _method(sitting: lifecycle.Sitting) -> str:
    if sitting.method is None:
        return ""
    if sitting.method is lifecycle.Method.AUTO:
        return "by the server: the time was over" if lifecycle.ended_by_clock(sitting, policy()) else "by staff"
    return METHOD_WORDS[sitting.method.value]


def _allowed(session: TestSession) -> timedelta:
    given = sum(session.adjustments.values_list("seconds", flat=True))
    return timedelta(minutes=session.duration_minutes * session.time_multiplier, seconds=given)


def _question(entry: SessionQuestion) -> dict[str, Any]:
    answers = [answer(one, entry.version, best=one.pk == entry.best_id) for one in entry.submissions.all()]
    best = next((one for one in answers if one.best), None)
    return {
        "entry": entry,
        "version": entry.version,
        "answers": answers,
        "best": best,
        "answer": in_words(entry.version, entry.answer) if not entry.is_code else "",
        "right": key_in_words(entry.version),
        "squares": best.squares if best else squares(entry.version, None),
        "drafts": [
            {"draft": draft, "language": label_of(draft.language), "code": highlight(draft.source, draft.language)}
            for draft in entry.drafts.all()
            if entry.is_code
        ],
    }


def _timeline(session: TestSession, titles: dict[str, str]) -> Iterable[dict[str, Any]]:
    for event in session.events.exclude(kind__in=(*OF_BROWSER, "note")).select_related("actor"):
        yield {"event": event, "words": EVENT_WORDS.get(event.kind, event.kind), "notes": _notes(event, titles)}


def _notes(event: SessionEvent, titles: dict[str, str]) -> list[str]:
    """The event's data in words: "+5 min", a question's title, a reason."""
    notes = []
    for name, value in event.data.items():
        if name in UNSAID or event.kind == "system_check":  # its text is a random word
            continue
        if name == "question":
            notes.append(titles.get(str(value), str(value)))
        elif name == "seconds":
            notes.append(duration(timedelta(seconds=value)) if event.kind == "silence" else signed(value))
        else:
            notes.append(SAID_BY.get(name, {}).get(str(value), str(value)))
    return notes


def signed(seconds: int) -> str:
    return f"{'+' if seconds > 0 else '−'}{duration(timedelta(seconds=abs(seconds)))}"
