"""What each page of a candidate shows: the contexts of templates/candidate/, read from the database."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from executor.core.languages import LANGUAGES
from executor.selectors import languages_present
from questions.answers import ANSWER
from questions.drawing import has_words, question_count
from questions.markdown import render_markdown
from questions.models import Assessment, Kind
from sessions import lifecycle, messages, selectors
from sessions.lifecycle import Method, NotAllowed, Window
from sessions.models import Draft, Invitation, Submission, TestSession, policy
from sessions.playback import playback as steps_of
from sessions.practice import practice_snapshot
from sessions.statement import statement_of
from sessions.tokens import session_token

SHOWS = {
    Assessment.Shows.NOTHING: "Afterwards you get a receipt; the people who invited you tell you the result.",
    Assessment.Shows.SCORE: "Afterwards you see a receipt and your score.",
    Assessment.Shows.VERDICTS: "Afterwards you see a receipt, your score, and how each question went.",
}
ENDED = {
    Method.MANUAL.value: "You finished the test",
    Method.TIMER_EXPIRED.value: "The time was over",
    Method.TAB_CLOSE.value: "The page was closed, and the time ran out",
    Method.HEARTBEAT_TIMEOUT.value: "The connection was lost, and the time ran out",
    Method.AUTO.value: "Ended by the people who watch this test",
}


def has_ended(session: TestSession, now: datetime) -> bool:
    """Whether nothing counts any more at `now`, also where the sweeper has not come yet."""
    return lifecycle.status_at(session.sitting, now, policy()).finalised_at is not None


def link_problem(invitation: Invitation | None, now: datetime) -> dict[str, Any] | None:
    """Why an invitation cannot be used for a start, in words; None where it can."""
    if invitation is None:
        return None
    if invitation.revoked_at:
        text = "The people who invited you have withdrawn this link. If you did not expect that, please ask them."
        return {"heading": "This invitation was withdrawn", "text": text, "assessment": invitation.assessment}
    if invitation.expires_at and now > invitation.expires_at:
        return {
            "heading": "This invitation has expired",
            "text": "It could be used until the time below. Please ask the people who invited you for a new link.",
            "when": invitation.expires_at,
            "assessment": invitation.assessment,
        }
    return None


def page_data(request: HttpRequest, session: TestSession) -> dict[str, Any]:
    """What every script of a candidate's page needs to talk to us."""
    return {
        "session_id": str(session.id),
        "candidate_id": session.candidate_id,
        "token": session_token(session),
        "nonce": str(request.csp_nonce),  # type: ignore[attr-defined]  # set by django-csp
    }


def _labels(names: list[str]) -> list[tuple[str, str]]:
    return [(name, LANGUAGES[name].label) for name in names]


def _trusted(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - render_markdown has sanitised it


# --- before the start -------------------------------------------------------------------------------------


def _window_problem(session: TestSession, now: datetime) -> str:
    assessment = session.assessment
    try:
        lifecycle.check_window(Window(assessment.opens_at, assessment.closes_at, session.hard_end_at), now)
    except NotAllowed as refused:
        return refused.message
    return ""


def instructions(request: HttpRequest, session: TestSession, now: datetime, problem: str = "") -> dict[str, Any]:
    assessment, invited = session.assessment, session.invitation
    latest = [moment for moment in (assessment.closes_at, invited.expires_at if invited else None) if moment]
    added = sum(session.adjustments.values_list("seconds", flat=True)) / 60
    offered = [name for name in languages_present() if not assessment.languages or name in assessment.languages]
    sections = list(assessment.sections.prefetch_related("entries__question", "pools"))
    choices = _labels(offered)
    return {
        "session": session,
        "assessment": assessment,
        "candidate": session.candidate,
        "minutes": session.duration_minutes * session.time_multiplier + added,
        "questions": question_count(sections),
        "words": has_words(sections),
        "invited_by": invited.created_by.get_full_name() if invited and invited.created_by else "",
        "languages": [label for _, label in choices],
        "language_choices": choices,
        "start_until": min(latest, default=None),
        "instructions_html": _trusted(render_markdown(assessment.instructions)) if assessment.instructions else "",
        "shows": SHOWS[Assessment.Shows(assessment.shows_afterwards)],
        "problem": problem or _window_problem(session, now),
        "page": page_data(request, session),
    }


# --- while it runs ----------------------------------------------------------------------------------------


def workspace(
    request: HttpRequest, session: TestSession, now: datetime, *, problem: str = "", typed: dict[str, Any] | None = None
) -> dict[str, Any]:
    """typed: {question, language, code, rev} of a form without script that could not be saved; it is shown again."""
    return _workspace(request, session, selectors.snapshot(session, now), typed) | {"problem": problem}


def _workspace(
    request: HttpRequest,
    session: TestSession,
    snapshot: messages.Snapshot,
    typed: dict[str, Any] | None = None,
    *,
    practice: bool = False,
) -> dict[str, Any]:
    shown: list[dict[str, Any]] = [dict(question) for question in snapshot["questions"]]
    carried = [{**question, "statement_html": ""} for question in shown]  # the page carries each statement once
    for question in shown:
        question["plain"] = _plain_answer(question, typed)
        question["statement"] = statement_of(question, practice=practice)
    return {
        "practice": practice,
        "session": session,
        "assessment": session.assessment,
        "questions": shown,
        "notes_left": selectors.notes_left(session),
        "page": {
            **page_data(request, session),
            "snapshot": {**snapshot, "questions": carried},
            "languages": dict(_labels(list(LANGUAGES))),
        },
    }


def practice(request: HttpRequest, session: TestSession, now: datetime) -> dict[str, Any]:
    """The same page with the practice question; nothing on it is saved."""
    context = _workspace(request, session, practice_snapshot(session, now), practice=True)
    context["page"]["practice"] = True
    return context


def _plain_answer(question: dict[str, Any], typed: dict[str, Any] | None) -> dict[str, Any]:
    """The one text that the form without script shows: what was typed, the newest draft, or the starter."""
    if question["kind"] != Kind.CODE:
        return _plain_words(question, typed)
    languages = _labels(question["languages"])
    if typed and typed["question"] == question["id"]:
        return {"languages": languages, **typed}
    newest = max(question["drafts"], key=lambda draft: draft["saved_at"], default=None)
    if newest:
        return {"languages": languages, **newest, "saved_at": datetime.fromisoformat(newest["saved_at"])}
    language = question["languages"][0] if question["languages"] else ""
    return {"languages": languages, "language": language, "code": question["starter"].get(language, ""), "rev": 0}


def _plain_words(question: dict[str, Any], typed: dict[str, Any] | None) -> dict[str, Any]:
    """The same of a question that is not answered with a program; `chosen`: the ids of the choices that are ticked."""
    saved: dict[str, Any] = question["drafts"][0] if question["drafts"] else {"code": "", "rev": 0}
    shown = typed if typed and typed["question"] == question["id"] else saved
    plain = {"language": ANSWER, "code": shown["code"], "rev": shown["rev"], "chosen": shown["code"].split("\n")}
    if shown is saved and saved["rev"]:
        plain["saved_at"] = datetime.fromisoformat(saved["saved_at"])
    return plain


# --- afterwards -------------------------------------------------------------------------------------------


def receipt(session: TestSession, now: datetime) -> dict[str, Any]:
    """What was received and when, and the result as far as the assessment shows it."""
    result = selectors.candidate_result(session)
    for row in result.get("questions", []):
        row["words"] = (row["verdict"] or "nothing received").replace("_", " ")
        if row["kind"] != Kind.CODE:
            row["words"] = ""
    if result["shows"] != Assessment.Shows.NOTHING and result.get("result") != "ready":
        result["result"] = "pending"
    ended = lifecycle.status_at(session.sitting, now, policy())
    session.ended_at = ended.ended_at
    entries = list(session.questions.select_related("version", "best").prefetch_related("submissions", "drafts"))
    result["reviewed_by_people"] = session.awaits_review
    best = {str(entry.question_id): entry.best for entry in entries}
    for row in result.get("questions", []):  # there only where verdicts are shown
        row["counts"] = _counted(best[row["question_id"]])
    return {
        "session": session,
        "assessment": session.assessment,
        "candidate": session.candidate,
        "heading": "We have received your test",
        "how": _how(ended),
        "received": [_received(entry) for entry in entries],
        "result": result,
        "notes_left": session.events.filter(kind="note").count(),
    }


def _how(ended: lifecycle.Sitting) -> str:
    """How it ended, in words; `auto` is staff's doing, or the clock's."""
    if ended.method is None or (ended.method is Method.AUTO and lifecycle.ended_by_clock(ended, policy())):
        return "The time was over"
    return ENDED[ended.method.value]


def _received(entry: Any) -> dict[str, Any]:
    submitted = [s.received_at for s in entry.submissions.all() if s.origin == Submission.Origin.CANDIDATE]
    drafts = [d.saved_at for d in entry.drafts.all() if not d.late]
    kind = "submitted" if submitted else "last saved text" if entry.is_code else "answer"
    newest = max(submitted or drafts, default=None)
    count = len(submitted) if entry.is_code else None
    late = max((d.saved_at for d in entry.drafts.all() if d.late), default=None)
    return {"title": entry.version.title, "submissions": count, "at": newest, "kind": kind, "late": late}


def _counted(best: Submission | None) -> dict[str, Any] | None:
    """Which submission makes a question's points: when it was received, in which language, and what it was."""
    if best is None:
        return None
    kind = "submitted" if best.origin == Submission.Origin.CANDIDATE else "last saved text"
    return {"at": best.received_at, "language": LANGUAGES[best.language].label, "kind": kind}


# --- for staff --------------------------------------------------------------------------------------------


def playback(draft: Draft) -> dict[str, Any]:
    session = draft.entry.session
    language = LANGUAGES[draft.language].label if draft.language in LANGUAGES else "an answer without a program"
    return {
        "session": session,
        "title": draft.entry.version.title,
        "language": language,
        "page": {"started_at": session.started_at and session.started_at.isoformat(), "steps": steps_of(draft)},
    }
