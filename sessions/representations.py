"""Candidates, invitations, sessions and submissions as the API gives them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from executor.models import Run
from questions.access import Principal
from sessions import messages, selectors
from sessions.models import Candidate, Invitation, Submission, TestSession
from sessions.selectors import iso
from sessions.tokens import invitation_url, session_token


def candidate(row: Candidate) -> dict[str, Any]:
    return {"candidate_id": row.id, "name": row.name, "email": row.email, "created_at": row.created_at.isoformat()}


def invitation(row: Invitation) -> dict[str, Any]:
    """An invitation with its link, and the newest of its sessions."""
    session = row.sessions.order_by("-created_at").first()
    return {
        "id": str(row.id),
        "candidate_id": row.candidate_id,
        "assessment_id": str(row.assessment_id),
        "url": invitation_url(row),
        "time_multiplier": row.time_multiplier,
        "expires_at": iso(row.expires_at),
        "revoked_at": iso(row.revoked_at),
        "opened_at": iso(row.opened_at),
        "created_at": row.created_at.isoformat(),
        "session_id": str(session.id) if session else None,
        "session_status": session.status if session else None,
    }


def session_url(session: TestSession) -> str:
    """Where the candidate goes on, in a browser."""
    return f"{settings.PUBLIC_URL}/t/{session_token(session)}/"


def session(row: TestSession, now: datetime) -> dict[str, Any]:
    """A session, in the words of the contract and some more. The status is what it is at `now`."""
    return {
        "session_id": str(row.id),
        "candidate_id": row.candidate_id,
        "assessment_id": str(row.assessment_id),
        "test_start_time": iso(row.started_at),
        "test_duration_minutes": row.duration_minutes,
        **selectors.clock(row, now),
        "last_heartbeat": iso(row.last_heartbeat_at),
        "last_activity": iso(row.last_activity_at),
        "sections_completed": row.sections_completed,
        "pending_answers": row.pending_answers,
        "completion_method": row.completion_method or None,
        "completed_at": iso(row.ended_at),
    }


def started(row: TestSession, now: datetime) -> dict[str, Any]:
    """The same for who started it: with the token, and where to go."""
    return {**session(row, now), "token": session_token(row), "url": session_url(row)}


def submission(row: Submission, principal: Principal) -> dict[str, Any]:
    """A submission. What a candidate is not told before the end, points, is for keys and staff.

    After the end it tells a candidate as much as the assessment does.
    """
    told = _told(row, principal)
    shown = {
        "id": str(row.id),
        "session_id": str(row.session_id),
        "candidate_id": row.session.candidate_id,
        "question_id": str(row.question_id),
        "run_id": str(row.run_id),
        "language": row.language,
        "origin": row.origin,
        "received_at": row.received_at.isoformat(),
        "late_by_ms": row.late_by_ms,
        "state": row.run.state,
        "verdict": row.verdict if told else "",
        "passed": row.passed if told else None,
        "total": row.total if told else None,
        "judged_at": iso(row.judged_at),
    }
    if principal.kind != "candidate":
        shown |= {"points": row.points, "max_points": row.max_points}
    return shown


def full_submission(row: Submission, principal: Principal) -> dict[str, Any]:
    """The same with its code and each test; of hidden tests only what a candidate may know.

    For keys and staff also how and where it was judged, once it is.
    """
    run = selectors.run_state(row.run, told=_told(row, principal))
    shown = {**submission(row, principal), "code": row.run.source, "run": run}
    if principal.kind != "candidate":
        shown["metadata"] = run_metadata(row.run) if row.run.report else None
    return shown


def _told(row: Submission, principal: Principal) -> bool:
    if principal.kind != "candidate":
        return True
    return selectors.tells_verdicts(row.session.sitting, row.session.shows_afterwards, timezone.now())


def run(row: Run, principal: Principal) -> messages.RunUpdate:
    """A run of one's own; one that was submitted tells as much as its submission does."""
    handed_in = Submission.objects.select_related("session").filter(run_id=row.id).first()
    return selectors.run_state(row, told=handed_in is None or _told(handed_in, principal))


def execution(run: Run, tests: list[dict[str, Any]]) -> dict[str, Any]:
    """A finished run of the playground, in the words of the contract. `tests`: {id, expected_output} as they came."""
    report = run.report or {}
    done = report.get("tests", [])
    results = [_test(test, done[at] if at < len(done) else None, report) for at, test in enumerate(tests)]
    passed = sum(result["passed"] for result in results)
    return {
        "success": True,
        "execution_id": str(run.id),
        "verdict": report["verdict"],
        "summary": {
            "total_tests": len(results),
            "passed": passed,
            "failed": len(results) - passed,
            "all_passed": passed == len(results),
        },
        "results": results,
        "metadata": run_metadata(run),
    }


def run_metadata(run: Run) -> dict[str, Any]:
    """How and where a finished run was judged. Times in ms; CPU in percent of one core."""
    report = run.report or {}
    wall = report["compile_ms"] + report["run_ms"]
    return {
        "language": run.language,
        "execution_time_ms": wall,
        "compile_time_ms": report["compile_ms"],
        "compile_cached": report["compile_cached"],
        "cpu_time_ms": report["cpu_ms"],
        "queue_time_ms": _milliseconds(run.created_at, run.started_at),
        "container_id": report["box_id"],
        "sandbox": report["sandbox"],
        "replica": run.worker,
        "attempts": run.attempts,
        "cpu_usage_percent": round(100 * report["cpu_ms"] / wall, 1) if wall else 0.0,
        "memory_usage_bytes": report["memory_kib"] * 1024,
    }


def _test(test: dict[str, Any], outcome: dict[str, Any] | None, report: dict[str, Any]) -> dict[str, Any]:
    """One test's result; `outcome` is None where it was never run (the code does not compile, or we failed)."""
    if outcome is None:
        compiled = report["compile_output"].strip()
        return {
            "test_id": test["id"],
            "passed": False,
            "verdict": report["verdict"],
            "output": "",
            "expected_output": test["expected_output"],
            "error": compiled or report["message"],
        }
    passed = outcome["verdict"] == "accepted"
    stderr = outcome["stderr"] or ""
    return {
        "test_id": test["id"],
        "passed": passed,
        "verdict": outcome["verdict"],
        "output": outcome["stdout"] or "",
        "expected_output": test["expected_output"],
        "error": None if passed else outcome["message"] or stderr,
        "stderr": stderr,
        "exit_code": outcome["exit_code"],
        "signal": outcome["signal"],
        "truncated": outcome["truncated"],
        "execution_time_ms": outcome["wall_ms"],
        "cpu_time_ms": outcome["cpu_ms"],
        "memory_kib": outcome["memory_kib"],
    }


def _milliseconds(start: datetime | None, end: datetime | None) -> int:
    return max(int((end - start).total_seconds() * 1000), 0) if start and end else 0
