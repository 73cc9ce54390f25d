"""Rule 10, pure: one tab of one device holds the pen of a session. `now` is always an argument.

A tab is known by its `client_id`, made anew at each load of a page; a session is never bound to an address.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LAST_WORDS = timedelta(seconds=5)


class How(StrEnum):
    """How a lease came to its holder."""

    FIRST = "first"
    RELOAD = "reload"  # the page before it in the same tab let go of it
    LAPSED = "lapsed"  # the holder had not been heard of for a while
    TAKE_OVER = "take_over"  # the candidate chose "continue here"


@dataclass(frozen=True, slots=True)
class Lease:
    """`seen_at`: when the holder was last heard of."""

    holder: str = ""
    since: datetime | None = None
    seen_at: datetime | None = None


def lapsed(lease: Lease, now: datetime, lapses_after: timedelta) -> bool:
    return lease.seen_at is None or now - lease.seen_at >= lapses_after


def claim(
    lease: Lease, client_id: str, now: datetime, *, lapses_after: timedelta, take: bool = False, before: str = ""
) -> tuple[Lease, How | None]:
    """The lease after `client_id` asked for it, and how that came to hold it; None where the holder is as before.

    take: the candidate wants to go on here. before: the page that was in this tab until now, and let go.
    """
    if lease.holder == client_id:
        seen_at = max(now, lease.seen_at) if lease.seen_at else now
        return replace(lease, seen_at=seen_at), None
    how = None
    if not lease.holder:
        how = How.FIRST
    elif before and before == lease.holder:
        how = How.RELOAD
    elif take:
        how = How.TAKE_OVER
    elif lapsed(lease, now, lapses_after):
        how = How.LAPSED
    return (Lease(client_id, now, now), how) if how else (lease, None)


def released(lease: Lease, client_id: str, now: datetime) -> Lease:
    """The lease after its holder's page was closed: whoever asks next has it at once. `since`: when it let go."""
    return Lease(since=now) if lease.holder == client_id else lease


def letting_go(lease: Lease, now: datetime) -> bool:
    """Whether a write may still be of the page that has just let go, overtaken by that: it asks for nothing."""
    return not lease.holder and lease.since is not None and now - lease.since < LAST_WORDS
