"""Random walks: whatever comes in whatever order, the rules hold."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.lifecycle import Event, NotAllowed, Policy, Sitting, Status, after, next_check_at, status_at

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = Policy()
DEADLINE = T0 + timedelta(hours=1)
END = DEADLINE + timedelta(seconds=POLICY.grace)

steps = st.lists(st.tuples(st.sampled_from(list(Event)), st.integers(0, 700)), max_size=60)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_rules_hold_on_every_walk(walk: list[tuple[Event, int]]) -> None:
    sitting, now = Sitting(Status.INVITED, deadline=DEADLINE), T0
    for event, pause in walk:
        now += timedelta(seconds=pause)
        before = sitting
        try:
            sitting = after(sitting, event, now, POLICY)
        except NotAllowed:
            assert status_at(before, now, POLICY).status in (Status.INVITED, Status.COMPLETED, Status.ABANDONED)
            continue
        # The deadline and a finalised session never move.
        assert sitting.deadline == DEADLINE
        if before.finalised_at:
            assert sitting == before
        # Never active after the end, unless it started there (the window is checked by the caller).
        if sitting.started_at and sitting.started_at < END and now >= END:
            assert sitting.status is not Status.ACTIVE
        if sitting.status is Status.COMPLETED:
            assert sitting.finalised_at is not None
            assert sitting.ended_at is not None
        # The sweeper is never told to look too late.
        check = next_check_at(sitting, POLICY)
        if check is None and sitting.status is not Status.INVITED:
            assert sitting.finalised_at is not None
