"""The first page of staff: what runs now, whether code can run, what came out today."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q
from django.http import HttpRequest
from django.utils import timezone

from executor import selectors as executor_selectors
from questions.staffing import verdict_colour, verdict_words
from sessions import lifecycle
from sessions.admin.outage import MAY_DECIDE, asked
from sessions.models import Invitation, Submission, TestSession, policy

SHOWN = 8


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """unfold's DASHBOARD_CALLBACK: adds what templates/admin/index.html shows, as far as the reader may see it."""
    if request.user.has_perm("test_sessions.view_testsession"):
        now = timezone.now()
        context |= {
            "may_see": True,
            "running": _running(now),
            "today": _today(now),
            "health": executor_selectors.health(),
            "outages": asked(),
            "may_decide": request.user.has_perm(MAY_DECIDE),
        }
        context["verdicts"] = _verdicts(now - timedelta(hours=24))
        context["first_steps"] = not Invitation.objects.exists()
    return context


def _running(now: datetime) -> dict[str, Any]:
    """Sessions whose clock runs, the next to end first."""
    sessions = (
        TestSession.objects.filter(started_at__isnull=False, finalised_at__isnull=True, deadline__gt=now)
        .select_related("candidate", "assessment", "current_question")
        .order_by("deadline")
    )
    rows = [
        {
            "session": session,
            "presence": lifecycle.presence_at(lifecycle.status_at(session.sitting, now, policy()), now, policy()).value,
            "minutes_left": max(int((session.deadline - now).total_seconds() // 60), 0) if session.deadline else 0,
        }
        for session in sessions[:SHOWN]
    ]
    return {"rows": rows, "count": sessions.count()}


def _today(now: datetime) -> dict[str, Any]:
    """The last 24 hours: started, ended, judged, the average result in per cent."""
    since = now - timedelta(hours=24)
    ended = TestSession.objects.filter(finalised_at__gte=since)
    average = ended.filter(result_ready_at__isnull=False, max_score__gt=0).aggregate(
        value=Avg(F("score") * 100.0 / F("max_score"))
    )["value"]
    latest = ended.filter(result_ready_at__isnull=False).select_related("candidate", "assessment")
    return {
        "started": TestSession.objects.filter(started_at__gte=since).count(),
        "ended": ended.count(),
        "pending": ended.filter(result_ready_at__isnull=True).count(),
        "average": average,
        "latest": latest.order_by("-result_ready_at")[:SHOWN],
    }


def _verdicts(since: datetime) -> list[dict[str, Any]]:
    """How many submissions of the last 24 hours got each verdict, the most frequent first."""
    counted = (
        Submission.objects.filter(received_at__gte=since)
        .values("verdict")
        .annotate(count=Count("id"), late=Count("id", filter=Q(late_by_ms__gt=0)))
        .order_by("-count")
    )
    most = max((row["count"] for row in counted), default=1)
    return [
        {
            "words": verdict_words(row["verdict"]),
            "colour": verdict_colour(row["verdict"]),
            "count": row["count"],
            "percent": round(100 * row["count"] / most),
        }
        for row in counted
    ]
