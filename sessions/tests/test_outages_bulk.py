"""Rule 13 where many sit a test: their time is given back in bulk, each once, before the server serves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions.models import Adjustment, Candidate, Outage, SessionEvent, TestSession
from sessions.services import outages
from sessions.services.staff import adjust
from sessions.services.sweeping import sweep

pytestmark = pytest.mark.django_db
MANY = 500
SECONDS = 120


@pytest.fixture
def crowd(sitting: TestSession) -> Callable[[int], list[TestSession]]:
    """crowd(n): sessions of n more candidates, started ten seconds after one another's."""

    def made(n: int) -> list[TestSession]:
        people = Candidate.objects.bulk_create(Candidate(id=f"many-{i}", name=f"Person {i}") for i in range(n))
        copied = ("assessment", "status", "duration_minutes", "last_heartbeat_at", "next_check_at")
        facts = {name: getattr(sitting, name) for name in copied}
        assert sitting.started_at
        assert sitting.deadline
        rows = []
        for i, person in enumerate(people):
            by = timedelta(seconds=-10 * (i % 20))
            times = {"started_at": sitting.started_at + by, "deadline": sitting.deadline + by}
            rows.append(TestSession(candidate=person, **facts, **times))
        return TestSession.objects.bulk_create(rows)

    return made


@pytest.fixture
def outage(later: Any) -> Outage:
    return Outage.objects.create(began=later(300), ended=later(300 + SECONDS), state=Outage.State.OPEN)


def deadlines() -> dict[Any, datetime]:
    return {key: end for key, end in TestSession.objects.values_list("id", "deadline") if end}


def test_five_hundred_sessions_are_given_back_with_few_statements(
    crowd: Any, outage: Outage, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    crowd(MANY)
    before = deadlines()
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        django_capture_on_commit_callbacks() as told,
    ):
        assert outages.give_back(now=later(421)) == MANY + 1
    assert len(asked) <= 40, [query["sql"][:80] for query in asked]
    assert deadlines() == {key: end + timedelta(seconds=SECONDS) for key, end in before.items()}
    assert len(told) == MANY + 1  # each one's page and the board
    written = SessionEvent.objects.filter(kind="time_added")
    assert written.values("session").distinct().count() == written.count() == MANY + 1
    assert Adjustment.objects.filter(outage=outage, seconds=SECONDS, source="outage").count() == MANY + 1
    row = TestSession.objects.exclude(candidate_id="alice").first()
    assert row
    assert row.last_heartbeat_at
    assert row.last_heartbeat_at >= outage.ended  # the silence was ours
    assert sweep(now=later(422)) == 0
    assert TestSession.objects.filter(status="active").count() == MANY + 1


def test_what_was_broken_off_goes_on_and_gives_each_once(
    crowd: Any, outage: Outage, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(6)
    monkeypatch.setattr(outages, "AT_ONCE", 2)
    before = deadlines()
    first = sorted(before)[:3]
    outages._compensate_some(first, outage, None, later(421))  # here the process was killed
    assert outages._compensate_some(first, outage, None, later(421)) == 0  # and another one was at it
    assert outages.give_back(now=later(422)) == 4
    assert outages.compensate(outage=outage, actor=None, now=later(423)) == 0
    assert deadlines() == {key: end + timedelta(seconds=SECONDS) for key, end in before.items()}
    assert Adjustment.objects.count() == 7


def test_it_adds_to_what_staff_gave_and_only_to_who_lost_time(
    crowd: Any, outage: Outage, later: Any, recruiter: Any
) -> None:
    given, late, over = crowd(3)
    adjust(session_id=given.id, seconds=600, reason="A fire alarm", actor=recruiter, now=later(60))
    TestSession.objects.filter(id=late.id).update(started_at=later(360), deadline=later(3960))  # by another door
    TestSession.objects.filter(id=over.id).update(deadline=later(200), finalised_at=later(200))
    before = deadlines()
    assert outages.give_back(now=later(421)) == 3
    after = deadlines()
    gained = {key: (after[key] - before[key]).total_seconds() for key in before}
    assert (gained[given.id], gained[late.id], gained[over.id]) == (120, 60, 0)
    assert after[given.id] == before[given.id] + timedelta(seconds=120)
