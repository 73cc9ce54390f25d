"""The rules of the clock and of state. Pure: no Django, no database, `now` is always an argument.

`after()` is the only place where a status changes; services lock the row, call it, and save what it returns.
Rules are numbered as in the design of the sitting.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Status(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    ABANDONED = "abandoned"  # a label: it reverts to active when the candidate is back before the deadline
    COMPLETED = "completed"


class Method(StrEnum):
    """How a session ended."""

    MANUAL = "manual"
    TAB_CLOSE = "tab_close"
    TIMER_EXPIRED = "timer_expired"
    HEARTBEAT_TIMEOUT = "heartbeat_timeout"
    AUTO = "auto"


MIN_CONTINUATION = timedelta(minutes=1)  # so that a session reopened at its deadline can be given more time
MOST_LATE_MS = 2**31 - 1  # 24 days: what a column of 32 bits holds; a tab may be left open for longer
CLIENT_METHODS = frozenset({Method.MANUAL, Method.TAB_CLOSE, Method.TIMER_EXPIRED})


class Presence(StrEnum):
    ONLINE = "online"
    STALE = "stale"
    OFFLINE = "offline"


class Event(StrEnum):
    START = "start"
    SEEN = "seen"  # a heartbeat, or any write
    COMPLETE = "complete"
    ABANDON = "abandon"
    END = "end"  # by staff
    SWEEP = "sweep"


class NotAllowed(Exception):
    """The state does not allow the event. `code` is stable, the message is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Policy:
    """All in seconds."""

    grace: int = 60
    stale_after: int = 45
    offline_after: int = 120
    heartbeat_timeout: int = 600


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the rules know of a session. `finalised_at` set: it has ended, and what is received from then on is late."""

    status: Status
    started_at: datetime | None = None
    deadline: datetime | None = None
    last_seen_at: datetime | None = None
    ended_at: datetime | None = None
    method: Method | None = None
    finalised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When a session may start: from opens_at, until closes_at, and never after hard_end_at."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    hard_end_at: datetime | None = None


def deadline_of(
    *,
    started_at: datetime,
    duration_minutes: int,
    multiplier: float,
    adjustments_seconds: int,
    hard_end_at: datetime | None,
) -> datetime:
    """Rule 1: started + duration × multiplier, at most the hard end; then what staff gave or took (ADR 7)."""
    regular = started_at + timedelta(minutes=duration_minutes) * multiplier
    end = min(regular, hard_end_at) if hard_end_at else regular
    return end + timedelta(seconds=adjustments_seconds)


def check_window(window: Window, now: datetime) -> None:
    """Raise NotAllowed where a session may not start at `now`."""
    if window.opens_at and now < window.opens_at:
        raise NotAllowed("not_open", f"This test opens at {window.opens_at:%Y-%m-%d %H:%M} UTC.")
    if window.closes_at and now > window.closes_at:
        raise NotAllowed("closed", f"This test could be started until {window.closes_at:%Y-%m-%d %H:%M} UTC.")
    if window.hard_end_at and now >= window.hard_end_at:
        raise NotAllowed("closed", f"This test ended at {window.hard_end_at:%Y-%m-%d %H:%M} UTC.")


def presence_at(sitting: Sitting, now: datetime, policy: Policy) -> Presence:
    """Rule 11: from the last heartbeat or write; separate from status."""
    if sitting.last_seen_at is None:
        return Presence.OFFLINE
    silent = (now - sitting.last_seen_at).total_seconds()
    if silent < policy.stale_after:
        return Presence.ONLINE
    return Presence.STALE if silent < policy.offline_after else Presence.OFFLINE


def frozen_from(sitting: Sitting, policy: Policy) -> datetime | None:
    """Rule 4: the last moment that still counts (deadline + grace)."""
    return sitting.deadline + timedelta(seconds=policy.grace) if sitting.deadline else None


def counts(sitting: Sitting, received_at: datetime) -> bool:
    """Rule 3: whether a write that meets a session after its end was received before that, and so still counts."""
    return sitting.finalised_at is not None and received_at < sitting.finalised_at


def ended_by_clock(sitting: Sitting, policy: Policy) -> bool:
    """Whether nobody ended the session: its time ran out, and more time moves the moment from which work is late."""
    return sitting.finalised_at is not None and sitting.finalised_at == frozen_from(sitting, policy)


def with_deadline(sitting: Sitting, deadline: datetime, policy: Policy) -> Sitting:
    """The sitting with another deadline. One that has ended stays ended, at the time at which it did (ADR 7)."""
    moved = replace(sitting, deadline=deadline)
    return replace(moved, finalised_at=frozen_from(moved, policy)) if ended_by_clock(sitting, policy) else moved


def late_by_ms(sitting: Sitting, received_at: datetime) -> int:
    """Milliseconds after the deadline at which a write was received; 0 where it was in time, at most MOST_LATE_MS."""
    if sitting.deadline is None or received_at <= sitting.deadline:
        return 0
    return min(int((received_at - sitting.deadline).total_seconds() * 1000), MOST_LATE_MS)


def next_check_at(sitting: Sitting, policy: Policy) -> datetime | None:
    """When the sweeper must look again; None where nothing can change by itself."""
    end = frozen_from(sitting, policy)
    if sitting.finalised_at or sitting.status in (Status.INVITED, Status.COMPLETED) or end is None:
        return None
    if sitting.status is Status.ACTIVE and sitting.last_seen_at:
        return min(end, sitting.last_seen_at + timedelta(seconds=policy.heartbeat_timeout))
    return end


def status_at(sitting: Sitting, now: datetime, policy: Policy) -> Sitting:
    """The sitting as time alone has made it by `now`: what a sweep at that moment would find."""
    end = frozen_from(sitting, policy)
    if sitting.finalised_at or sitting.status in (Status.INVITED, Status.COMPLETED) or end is None:
        return sitting
    if sitting.status is Status.ACTIVE and sitting.last_seen_at:
        silent_until = sitting.last_seen_at + timedelta(seconds=policy.heartbeat_timeout)
        if silent_until <= now and silent_until < end:
            sitting = replace(sitting, status=Status.ABANDONED, ended_at=silent_until, method=Method.HEARTBEAT_TIMEOUT)
    if now < end:
        return sitting
    if sitting.status is Status.ABANDONED:
        return replace(sitting, finalised_at=end)
    # Rule 5: a sweep dates the end at the deadline, however late it comes; what the grace let in counts.
    return replace(sitting, status=Status.COMPLETED, ended_at=sitting.deadline, method=Method.AUTO, finalised_at=end)


def after(sitting: Sitting, event: Event, now: datetime, policy: Policy, *, method: Method | None = None) -> Sitting:
    """The sitting after `event` at `now`. Raises NotAllowed where the state does not allow it.

    START needs the deadline already set on the sitting (deadline_of). Time is applied first: a sweeper that
    is late changes nothing of what is allowed.
    """
    sitting = status_at(sitting, now, policy)
    if event is Event.SWEEP:
        return sitting
    if event is Event.START:
        return _start(sitting, now)
    if sitting.status is Status.INVITED:
        raise NotAllowed("not_started", "The session has not started yet.")
    if sitting.finalised_at or sitting.status is Status.COMPLETED:
        raise NotAllowed("already_ended", "The session has already ended; nothing more can be changed.")
    if event is Event.SEEN:
        return _seen(sitting, now)
    if event is Event.ABANDON:
        if sitting.status is Status.ABANDONED:
            return sitting
        left_at = min(now, sitting.deadline) if sitting.deadline else now
        return replace(sitting, status=Status.ABANDONED, ended_at=left_at, method=method or Method.TAB_CLOSE)
    default = Method.AUTO if event is Event.END else Method.MANUAL
    ended_at = min(now, sitting.deadline) if sitting.deadline else now
    return replace(sitting, status=Status.COMPLETED, ended_at=ended_at, method=method or default, finalised_at=now)


def _start(sitting: Sitting, now: datetime) -> Sitting:
    if sitting.status is Status.INVITED:
        return replace(sitting, status=Status.ACTIVE, started_at=now, last_seen_at=now)
    if sitting.finalised_at or sitting.status is Status.COMPLETED:
        raise NotAllowed("already_ended", "The session has already ended; ask the recruiter to reopen it.")
    return _seen(sitting, now)  # idempotent for one that runs: the clock is untouched


def _seen(sitting: Sitting, now: datetime) -> Sitting:
    """A sign of life: an abandoned session is active again before its deadline; in the grace its work only counts."""
    last_seen_at = max(now, sitting.last_seen_at) if sitting.last_seen_at else now
    if sitting.method is Method.TAB_CLOSE and sitting.ended_at and now <= sitting.ended_at:
        return replace(sitting, last_seen_at=last_seen_at)  # sent before the page was closed, and overtaken by that
    if sitting.status is Status.ABANDONED and sitting.deadline and now >= sitting.deadline:
        return replace(sitting, last_seen_at=last_seen_at)
    return replace(sitting, status=Status.ACTIVE, last_seen_at=last_seen_at, ended_at=None, method=None)
