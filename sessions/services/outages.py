"""Our own downtime: found by the gap between probes, given back to every session that it overlapped, audited."""

import logging
import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from executor.errors import Conflict
from sessions.downtime import ASK_ABOVE, GAP, PROBE_EVERY, taken
from sessions.models import Adjustment, Draft, Outage, Probe, SessionEvent, TestSession, policy
from sessions.services import bulk
from sessions.services.drafts import count_late
from sessions.services.transition import adjusted, tell

log = logging.getLogger(__name__)
KEPT = timedelta(days=7)
AT_ONCE = 200  # sessions of one transaction: a save of one of them waits for it
HELD_BACK = timedelta(days=1)  # how long the sweeper waits for staff to decide


def probe(*, now: datetime) -> Outage | None:
    """Write down that we are up. Where the last probe is longer ago than GAP we were away: that is an outage.

    Called by every process that serves; one row in PROBE_EVERY is written by whoever comes first.
    """
    with transaction.atomic():
        last = Probe.objects.order_by("-id").first()
        if last and timedelta(0) <= now - last.at < PROBE_EVERY * 0.9:
            return None
        found = None
        if last and now - last.at > GAP:
            asked = now - last.at > ASK_ABOVE
            found, _ = Outage.objects.get_or_create(
                began=last.at,
                defaults={"ended": now, "state": Outage.State.ASKED if asked else Outage.State.OPEN},
            )
        Probe.objects.create(at=now)
        Probe.objects.filter(at__lt=now - KEPT).delete()
    return found


def away(*, now: datetime) -> bool:
    """Whether nobody serves at the moment, or nobody has said yet that he does: nothing may be swept then."""
    last = Probe.objects.order_by("-id").first()
    return last is not None and GAP < now - last.at <= ASK_ABOVE


def give_back(*, now: datetime) -> int:
    """Compensate every outage that waits for it; before each sweep. Returns how many sessions got time."""
    return sum(compensate(outage=outage, actor=None, now=now) for outage in Outage.objects.filter(state="open"))


def give(*, outage: Outage, actor: Any, now: datetime) -> int:
    """Staff give back a long outage. Conflict where it was decided already; returns how many sessions got time."""
    with transaction.atomic():
        if Outage.objects.select_for_update().get(pk=outage.pk).state != Outage.State.ASKED:
            raise Conflict("This was decided already.", code="already_decided")
        return compensate(outage=outage, actor=actor, now=now)


def compensate(*, outage: Outage, actor: Any, now: datetime) -> int:
    """Give each session that the outage overlapped what it took. Each once, however often this is called."""
    waiting = overlapped(outage).exclude(adjustments__outage=outage)
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    some = (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
    given = sum(_compensate_some(part, outage, actor, now) for part in some)
    decide(outage=outage, state=Outage.State.GIVEN, actor=actor, now=now)
    log.warning("outage %s to %s: %d sessions were given back their time", outage.began, outage.ended, given)
    return given


def decide(*, outage: Outage, state: str, actor: Any, now: datetime) -> None:
    """The outage is settled. Conflict where somebody else settled it before."""
    waiting = Outage.objects.filter(pk=outage.pk, state__in=[Outage.State.OPEN, Outage.State.ASKED])
    if not waiting.update(state=state, decided_by=actor, decided_at=now) and actor is not None:
        raise Conflict("This was decided already.", code="already_decided")


def overlapped(outage: Outage) -> QuerySet[TestSession]:
    """Sessions that run and ran in the outage: `taken` says of each how much it lost."""
    grace = timedelta(seconds=policy().grace)
    return TestSession.objects.filter(
        started_at__lt=outage.ended, deadline__gt=outage.began - grace, finalised_at__isnull=True
    )


def held_back(*, now: datetime) -> Q:
    """Sessions which the sweeper leaves alone, because staff have not decided yet about a long outage."""
    undecided = Q(pk__in=[])
    for outage in Outage.objects.filter(state=Outage.State.ASKED, ended__gt=now - HELD_BACK):
        undecided |= Q(pk__in=overlapped(outage).values("pk"))
    return undecided


def _compensate_some(ids: list[UUID], outage: Outage, actor: Any, now: datetime) -> int:
    """One transaction, and as many statements for many sessions as for one: a restart waits for it."""
    reason = f"Our server was away from {outage.began:%H:%M:%S} to {outage.ended:%H:%M:%S} UTC"
    with transaction.atomic():
        lost = _lost(ids, outage)
        Adjustment.objects.bulk_create(
            Adjustment(
                session=session,
                seconds=seconds,
                reason=reason,
                actor=actor,
                source=Adjustment.Source.OUTAGE.value,
                outage=outage,
            )
            for session, seconds in lost
        )
        sums = Adjustment.objects.filter(session__in=ids).order_by().values_list("session").annotate(Sum("seconds"))
        altogether = dict(sums)
        for session, _ in lost:
            if session.last_heartbeat_at:  # nobody could be heard: the silence was ours
                session.last_heartbeat_at = max(session.last_heartbeat_at, min(outage.ended, now))
            adjusted(session, altogether[session.id])
            session.updated_at = now
        given = [session for session, _ in lost]
        bulk.write_clocks(given)
        for session in _refused_as_late(given):
            count_late(session)
        written = SessionEvent.objects.bulk_create(
            SessionEvent(
                session=session, kind="time_added", at=now, actor=actor, data={"seconds": seconds, "reason": reason}
            )
            for session, seconds in lost
        )
        for session, event in zip(given, written, strict=True):
            tell(session, {"type": "session.news", "event": event.id})
    return len(lost)


def _lost(ids: list[UUID], outage: Outage) -> list[tuple[TestSession, int]]:
    """Those of the sessions that lost time and have it not yet, locked, with the seconds.

    Locked in the order of their ids, so that two processes never wait for each other.
    """
    sessions = list(TestSession.objects.select_for_update().filter(id__in=ids).order_by("id"))
    had = set(Adjustment.objects.filter(outage=outage, session__in=ids).values_list("session_id", flat=True))
    took = [(session, taken(session.sitting, outage.began, outage.ended, policy())) for session in sessions]
    return [(session, seconds) for session, seconds in took if seconds and session.id not in had]


def _refused_as_late(given: list[TestSession]) -> list[TestSession]:
    """Those of whom a text came while staff had not decided yet, and their time seemed to be over."""
    late = Draft.objects.filter(late=True, entry__session__in=given).values_list("entry__session_id", flat=True)
    refused = set(late)
    return [session for session in given if session.id in refused]


def at_start() -> None:
    """Before the first request: whoever comes back finds his time given back already."""
    try:
        probe(now=timezone.now())
        give_back(now=timezone.now())
    except DatabaseError:
        log.warning("no probe could be written at the start; it is tried again", exc_info=True)
    finally:
        close_old_connections()


class Prober(threading.Thread):
    """`probe` every 10 s while this process serves."""

    def __init__(self) -> None:
        super().__init__(name="prober", daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(PROBE_EVERY.total_seconds()):
            close_old_connections()
            try:
                if probe(now=timezone.now()):  # the machine slept, or the database was away
                    give_back(now=timezone.now())
            except DatabaseError:
                log.warning("no probe could be written; trying again", exc_info=True)
            finally:
                close_old_connections()

    def stop(self) -> None:
        self._stopped.set()
