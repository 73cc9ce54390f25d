"""Every state × every event, and what time alone does. Pure: no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sessions.lifecycle import (
    MOST_LATE_MS,
    Event,
    Method,
    NotAllowed,
    Policy,
    Presence,
    Sitting,
    Status,
    Window,
    after,
    check_window,
    counts,
    deadline_of,
    ended_by_clock,
    late_by_ms,
    next_check_at,
    presence_at,
    status_at,
    with_deadline,
)

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = Policy()


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


INVITED = Sitting(Status.INVITED, deadline=at(3600))
ACTIVE = Sitting(Status.ACTIVE, started_at=T0, deadline=at(3600), last_seen_at=at(60))
ABANDONED = replace(ACTIVE, status=Status.ABANDONED, ended_at=at(70), method=Method.TAB_CLOSE)
COMPLETED = replace(ACTIVE, status=Status.COMPLETED, ended_at=at(80), method=Method.MANUAL, finalised_at=at(80))
FROZEN = replace(ABANDONED, finalised_at=at(3660))
STATES = {"invited": INVITED, "active": ACTIVE, "abandoned": ABANDONED, "completed": COMPLETED, "frozen": FROZEN}

# state × event at second 100 → the status after it, or the code of the refusal
TABLE = {
    ("invited", Event.START): "active",
    ("invited", Event.SEEN): "not_started",
    ("invited", Event.COMPLETE): "not_started",
    ("invited", Event.ABANDON): "not_started",
    ("invited", Event.END): "not_started",
    ("invited", Event.SWEEP): "invited",
    ("active", Event.START): "active",
    ("active", Event.SEEN): "active",
    ("active", Event.COMPLETE): "completed",
    ("active", Event.ABANDON): "abandoned",
    ("active", Event.END): "completed",
    ("active", Event.SWEEP): "active",
    ("abandoned", Event.START): "active",
    ("abandoned", Event.SEEN): "active",
    ("abandoned", Event.COMPLETE): "completed",
    ("abandoned", Event.ABANDON): "abandoned",
    ("abandoned", Event.END): "completed",
    ("abandoned", Event.SWEEP): "abandoned",
    ("completed", Event.START): "already_ended",
    ("completed", Event.SEEN): "already_ended",
    ("completed", Event.COMPLETE): "already_ended",
    ("completed", Event.ABANDON): "already_ended",
    ("completed", Event.END): "already_ended",
    ("completed", Event.SWEEP): "completed",
    ("frozen", Event.START): "already_ended",
    ("frozen", Event.SEEN): "already_ended",
    ("frozen", Event.COMPLETE): "already_ended",
    ("frozen", Event.ABANDON): "already_ended",
    ("frozen", Event.END): "already_ended",
    ("frozen", Event.SWEEP): "abandoned",
}


def test_the_table_is_complete() -> None:
    assert set(TABLE) == {(state, event) for state in STATES for event in Event}


@pytest.mark.parametrize(("state", "event"), TABLE, ids=lambda value: str(value))
def test_every_state_and_event(state: str, event: Event) -> None:
    expected = TABLE[state, event]
    if expected in {s.value for s in Status}:
        assert after(STATES[state], event, at(100), POLICY).status == expected
    else:
        with pytest.raises(NotAllowed) as refused:
            after(STATES[state], event, at(100), POLICY)
        assert refused.value.code == expected


def test_a_second_start_leaves_the_clock_alone() -> None:
    again = after(ACTIVE, Event.START, at(500), POLICY)
    assert (again.started_at, again.deadline) == (ACTIVE.started_at, ACTIVE.deadline)


def test_a_sign_of_life_ends_abandonment() -> None:
    back = after(ABANDONED, Event.SEEN, at(120), POLICY)
    assert (back.status, back.ended_at, back.method, back.last_seen_at) == (Status.ACTIVE, None, None, at(120))


def test_in_the_grace_an_abandoned_session_stays_abandoned_but_its_work_counts() -> None:
    late = after(ABANDONED, Event.SEEN, at(3605), POLICY)
    assert (late.status, late.ended_at, late.method) == (Status.ABANDONED, at(70), Method.TAB_CLOSE)
    assert after(ABANDONED, Event.START, at(3605), POLICY).status is Status.ABANDONED
    assert late_by_ms(late, at(3605)) == 5000


def test_leaving_in_the_grace_is_dated_at_the_deadline() -> None:
    seen = replace(ACTIVE, last_seen_at=at(3590))
    assert after(seen, Event.ABANDON, at(3605), POLICY).ended_at == at(3600)


def test_an_older_beat_never_turns_last_seen_back() -> None:
    assert after(ACTIVE, Event.SEEN, at(30), POLICY).last_seen_at == at(60)


@pytest.mark.parametrize(
    ("now", "status", "method"),
    [
        (659.9, Status.ACTIVE, None),  # ten minutes of silence begin at second 60
        (660, Status.ABANDONED, Method.HEARTBEAT_TIMEOUT),
        (3659.9, Status.ABANDONED, Method.HEARTBEAT_TIMEOUT),
    ],
)
def test_silence_abandons(now: float, status: Status, method: Method | None) -> None:
    found = status_at(ACTIVE, at(now), POLICY)
    assert (found.status, found.method) == (status, method)


def test_at_the_deadline_an_abandoned_session_stays_abandoned_and_is_frozen() -> None:
    found = status_at(ACTIVE, at(9999), POLICY)
    assert (found.status, found.ended_at, found.finalised_at) == (Status.ABANDONED, at(660), at(3660))


def test_a_late_sweep_dates_the_end_at_the_deadline() -> None:
    seen = replace(ACTIVE, last_seen_at=at(3590))
    found = status_at(seen, at(9999), POLICY)
    assert (found.status, found.ended_at, found.method) == (Status.COMPLETED, at(3600), Method.AUTO)
    assert found.finalised_at == at(3660)  # what the grace let in counts
    assert ended_by_clock(found, POLICY) and not ended_by_clock(COMPLETED, POLICY) and ended_by_clock(FROZEN, POLICY)


@pytest.mark.parametrize(
    ("sitting", "received", "right"),
    [
        (COMPLETED, 79.9, True),
        (COMPLETED, 80, False),
        (FROZEN, 3659.9, True),
        (FROZEN, 3660, False),
        (ACTIVE, 1, False),
    ],
)
def test_what_meets_the_end_counts_where_it_was_received_before(sitting: Sitting, received: float, right: bool) -> None:
    assert counts(sitting, at(received)) is right


def test_more_time_after_the_end_reopens_nothing_and_moves_what_counts_only_where_the_clock_ended_it() -> None:
    expired = status_at(replace(ACTIVE, last_seen_at=at(3590)), at(9999), POLICY)
    for sitting, until in ((expired, 4260), (FROZEN, 4260), (COMPLETED, 80)):
        moved = with_deadline(sitting, at(4200), POLICY)
        assert moved == replace(sitting, deadline=at(4200), finalised_at=at(until))


def test_what_was_received_before_the_page_was_closed_does_not_open_it_again() -> None:
    assert after(ABANDONED, Event.SEEN, at(69), POLICY).status is Status.ABANDONED
    assert after(ABANDONED, Event.SEEN, at(70.1), POLICY).status is Status.ACTIVE
    silent = replace(ABANDONED, method=Method.HEARTBEAT_TIMEOUT)  # he was not silent after all
    assert after(silent, Event.SEEN, at(69), POLICY).status is Status.ACTIVE


def test_the_grace_is_open_until_its_last_moment() -> None:
    seen = replace(ACTIVE, last_seen_at=at(3590))
    assert after(seen, Event.SEEN, at(3659.999), POLICY).status is Status.ACTIVE
    with pytest.raises(NotAllowed):
        after(seen, Event.SEEN, at(3660), POLICY)


def test_completing_in_the_grace_is_dated_at_the_deadline() -> None:
    seen = replace(ACTIVE, last_seen_at=at(3590))
    assert after(seen, Event.COMPLETE, at(3605), POLICY, method=Method.TIMER_EXPIRED).ended_at == at(3600)


@pytest.mark.parametrize(
    ("received", "late"), [(3599, 0), (3600, 0), (3600.5, 500), (3660, 60_000), (3600 + 60 * 86_400, MOST_LATE_MS)]
)
def test_lateness(received: float, late: int) -> None:
    assert late_by_ms(ACTIVE, at(received)) == late


@pytest.mark.parametrize(
    ("silent", "presence"),
    [(0, "online"), (44.9, "online"), (45, "stale"), (119.9, "stale"), (120, "offline"), (9999, "offline")],
)
def test_presence(silent: float, presence: str) -> None:
    assert presence_at(ACTIVE, at(60 + silent), POLICY) == presence


def test_presence_of_one_who_was_never_seen() -> None:
    assert presence_at(INVITED, T0, POLICY) is Presence.OFFLINE


@pytest.mark.parametrize(
    ("sitting", "expected"),
    [
        (INVITED, None),
        (ACTIVE, at(660)),
        (replace(ACTIVE, last_seen_at=at(3500)), at(3660)),
        (ABANDONED, at(3660)),
        (COMPLETED, None),
        (FROZEN, None),
    ],
)
def test_next_check(sitting: Sitting, expected: datetime | None) -> None:
    assert next_check_at(sitting, POLICY) == expected


@pytest.mark.parametrize("state", ["active", "abandoned"])
def test_nothing_changes_before_the_next_check(state: str) -> None:
    sitting = STATES[state]
    check = next_check_at(sitting, POLICY)
    assert check is not None
    assert status_at(sitting, check - timedelta(milliseconds=1), POLICY) == sitting
    assert status_at(sitting, check, POLICY) != sitting


@pytest.mark.parametrize(
    ("multiplier", "seconds", "hard_end", "expected"),
    [
        (1.0, 0, None, 3600),
        (1.5, 0, None, 5400),
        (1.5, 300, None, 5700),
        (1.0, -600, None, 3000),
        (1.0, 900, at(4000), 4500),  # what staff give comes on top of what ends for everybody
        (1.5, 900, at(4000), 4900),
        (1.5, 0, at(4000), 4000),
        (1.0, 0, at(4000), 3600),
    ],
)
def test_deadline(multiplier: float, seconds: int, hard_end: datetime | None, expected: float) -> None:
    assert deadline_of(
        started_at=T0,
        duration_minutes=60,
        multiplier=multiplier,
        adjustments_seconds=seconds,
        hard_end_at=hard_end,
    ) == at(expected)


@pytest.mark.parametrize(
    ("window", "now", "code"),
    [
        (Window(opens_at=at(10)), 9, "not_open"),
        (Window(opens_at=at(10)), 10, None),
        (Window(closes_at=at(10)), 10, None),
        (Window(closes_at=at(10)), 11, "closed"),
        (Window(hard_end_at=at(10)), 10, "closed"),
        (Window(), 0, None),
    ],
)
def test_window(window: Window, now: float, code: str | None) -> None:
    if code is None:
        check_window(window, at(now))
        return
    with pytest.raises(NotAllowed) as refused:
        check_window(window, at(now))
    assert refused.value.code == code


def test_what_was_sent_before_the_page_was_closed_brings_nobody_back() -> None:
    overtaken = after(ABANDONED, Event.SEEN, at(70), POLICY)
    assert (overtaken.status, overtaken.ended_at) == (Status.ABANDONED, at(70))
    assert after(ABANDONED, Event.SEEN, at(71), POLICY).status is Status.ACTIVE
