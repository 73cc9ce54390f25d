"""Rule 13, pure: how much of a sitting our own outage took."""

from datetime import datetime, timedelta

from sessions.lifecycle import Policy, Sitting, frozen_from

PROBE_EVERY = timedelta(seconds=10)
GAP = timedelta(seconds=30)  # without a probe for so long we were away: a slow moment is none
ASK_ABOVE = timedelta(minutes=30)  # staff decide: a server that was down over night had nobody sitting a test, or many


def taken(sitting: Sitting, began: datetime, ended: datetime, policy: Policy) -> int:
    """Whole seconds that an outage took from a sitting, rounded up; 0 where it did not run then.

    The grace belongs to the sitting: who could not save in it could not save in time.
    """
    end = frozen_from(sitting, policy)
    if sitting.started_at is None or end is None or sitting.finalised_at or began >= end:
        return 0
    lost = ended - max(began, sitting.started_at)
    return max(0, -(-lost // timedelta(seconds=1)))


def overlap(began: datetime, ended: datetime, other: tuple[datetime, datetime]) -> timedelta:
    """How much of one span lies in another."""
    return max(min(ended, other[1]) - max(began, other[0]), timedelta(0))
