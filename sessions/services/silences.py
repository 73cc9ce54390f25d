"""A candidate's network was away: measured between two signs of life, given back by one click of staff."""

from datetime import datetime, timedelta

from sessions.downtime import overlap
from sessions.lifecycle import Method
from sessions.models import Adjustment, Outage, TestSession, policy
from sessions.services.transition import record

SILENCE = "silence"


def note(session: TestSession, now: datetime) -> None:
    """Before a sign of life of the locked session: where it was silent until now, write down for how long.

    Not where its page had been closed, nor what was our own outage: that is given back anyway.
    """
    last, end = session.last_seen_at, session.deadline
    if last is None or end is None or session.completion_method == Method.TAB_CLOSE.value or last >= end:
        return
    until = min(now, end)
    if until - last < timedelta(seconds=policy().offline_after):
        return
    ours = Outage.objects.filter(began__lt=until, ended__gt=last)
    lost = until - last - sum((overlap(last, until, (o.began, o.ended)) for o in ours), timedelta(0))
    if lost > timedelta(seconds=1):
        record(session, SILENCE, last, seconds=int(lost.total_seconds()))


def owed(session: TestSession) -> int:
    """Seconds of measured silence that nobody gave back yet."""
    silent = sum(
        int(data.get("seconds", 0)) for data in session.events.filter(kind=SILENCE).values_list("data", flat=True)
    )
    given = session.adjustments.filter(source=Adjustment.Source.NETWORK).values_list("seconds", flat=True)
    return max(silent - sum(given), 0)
