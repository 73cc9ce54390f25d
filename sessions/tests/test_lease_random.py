"""Random walks of a sitting and its lease together, pure: ten thousand steps of events, take-overs and clock jumps."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.lease import How, Lease, claim, lapsed, released
from sessions.lifecycle import Event, NotAllowed, Policy, Sitting, Status, after, frozen_from, status_at, with_deadline

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = Policy()
LAPSE = timedelta(seconds=POLICY.stale_after)
STEPS: Counter[str] = Counter()
EVENTS = [event.value for event in Event if event is not Event.START]

tabs = st.sampled_from(["a", "b", "c"])
pauses = st.sampled_from([0, 1, 10, 44, 45, 46, 130, 599, 601, 1800, -1, -3600])  # also a clock that is set back
kinds = st.sampled_from(["claim", "take", "reload", "write", "close", "time", *EVENTS])
walks = st.lists(st.tuples(kinds, tabs, pauses), min_size=40, max_size=60)


class Walk:
    def __init__(self) -> None:
        self.now = T0
        self.lease = Lease()
        started = Sitting(Status.INVITED, deadline=T0 + timedelta(hours=1))
        self.sitting = after(started, Event.START, T0, POLICY)
        self.wrote: list[tuple[str, Lease]] = []

    def step(self, kind: str, tab: str, pause: int) -> None:
        STEPS[kind] += 1
        self.now += timedelta(seconds=pause)
        before = self.sitting
        if kind in ("claim", "take", "reload", "write"):
            self.ask(kind, tab)
        elif kind == "close":
            self.lease = released(self.lease, tab, self.now)
            assert self.lease.holder != tab
        elif kind == "time" and not self.sitting.finalised_at and self.sitting.deadline:
            self.sitting = with_deadline(self.sitting, self.sitting.deadline + timedelta(minutes=10), POLICY)
        elif kind in EVENTS:
            self.happen(Event(kind))
        if before.finalised_at:
            assert self.sitting == before  # the end is final
        self.never_active_after_the_end()

    def ask(self, kind: str, tab: str) -> None:
        old = self.lease
        new, how = claim(
            old, tab, self.now, lapses_after=LAPSE, take=kind == "take", before=old.holder if kind == "reload" else ""
        )
        assert (how is None) == (new.holder == old.holder)
        if how is How.LAPSED:
            assert lapsed(old, self.now, LAPSE)
        if how is How.TAKE_OVER:
            assert kind == "take"
        if old.holder not in ("", tab) and kind in ("claim", "write") and not lapsed(old, self.now, LAPSE):
            assert new == old  # nobody takes the pen out of a living hand unasked
        self.lease = new
        if kind == "write" and new.holder == tab:
            self.happen(Event.SEEN)
            self.wrote.append((tab, new))
            # Two writes under one lease are one tab's: never two holders.
            assert {writer for writer, held in self.wrote if held.since == new.since and held.holder == tab} == {tab}

    def happen(self, event: Event) -> None:
        try:
            self.sitting = after(self.sitting, event, self.now, POLICY)
        except NotAllowed:
            assert status_at(self.sitting, self.now, POLICY).finalised_at

    def never_active_after_the_end(self) -> None:
        seen = status_at(self.sitting, self.now, POLICY)
        end = frozen_from(replace(seen), POLICY)
        if end and self.now >= end:
            assert seen.status is not Status.ACTIVE
            assert seen.finalised_at


@settings(max_examples=250, deadline=None)
@given(walks)
def walk(steps: list[tuple[str, str, int]]) -> None:
    made = Walk()
    for kind, tab, pause in steps:
        made.step(kind, tab, pause)


def test_the_rules_hold_over_ten_thousand_steps() -> None:
    STEPS.clear()
    walk()
    assert STEPS.total() >= 10_000
    assert set(STEPS) == {"claim", "take", "reload", "write", "close", "time", *EVENTS}  # how often each is chance
