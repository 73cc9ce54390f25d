"""Rule 13: what our own downtime took is given back before anything is swept; a long one is asked about."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from executor.errors import Conflict
from sessions.downtime import taken
from sessions.lifecycle import Method, Policy, Sitting, Status
from sessions.models import Adjustment, Outage, Probe, SessionEvent, TestSession
from sessions.services import outages, silences, staff
from sessions.services.outages import probe
from sessions.services.sitting import abandon, complete, seen
from sessions.services.sweeping import sweep

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RUNNING = Sitting(Status.ACTIVE, started_at=T0, deadline=T0 + timedelta(hours=1))


@pytest.mark.parametrize(
    ("began", "ended", "seconds"),
    [
        (600, 720, 120),
        (-60, 60, 60),  # it started in the outage, by another door
        (-120, -60, 0),
        (3590, 3700, 110),  # over its end
        (3659, 3700, 41),  # in the grace
        (3660, 3700, 0),  # after it
        (600, 600.5, 1),
    ],
)
def test_what_an_outage_takes(began: float, ended: float, seconds: int) -> None:
    moments = (T0 + timedelta(seconds=began), T0 + timedelta(seconds=ended))
    assert taken(RUNNING, *moments, Policy()) == seconds


pytestmark = pytest.mark.django_db


def minutes(later: Any, seconds: float, minutes: float) -> None:
    """Probes as a server writes them that is up from `seconds` on for some minutes."""
    for moment in range(int(minutes * 6) + 1):
        probe(now=later(seconds + 10 * moment))


def test_a_server_that_stays_up_has_no_outage(later: Any, db: None) -> None:
    minutes(later, 0, 3)
    for moment in (180.5, 181, 185):  # other processes on the same database
        probe(now=later(moment))
    assert (Outage.objects.count(), Probe.objects.count()) == (0, 19)
    probe(now=later(20))  # a clock that was set back is no outage either
    assert Outage.objects.count() == 0


def test_a_short_outage_is_given_back_once_and_written_down(sitting: TestSession, later: Any) -> None:
    minutes(later, 0, 5)
    deadline = sitting.deadline
    found = probe(now=later(420))
    assert found and (found.began, found.ended, found.state) == (later(300), later(420), "open")
    sweep(now=later(421))
    sweep(now=later(430))
    sitting.refresh_from_db()
    assert deadline and sitting.deadline == deadline + timedelta(seconds=120)
    given = Adjustment.objects.get(session=sitting)
    assert (given.seconds, given.source, given.outage, given.actor) == (120, "outage", found, None)
    assert given.reason == "Our server was away from 09:05:00 to 09:07:00 UTC"
    assert SessionEvent.objects.filter(session=sitting, kind="time_added").count() == 1
    found.refresh_from_db()
    assert found.state == "given"


def test_first_it_is_given_back_then_swept(sitting: TestSession, later: Any) -> None:
    """The test would have ended in the outage, and its candidate would be called silent."""
    seen(session_id=sitting.id, now=later(3400))
    minutes(later, 0, 57)  # until 3420
    # The sweeper is up before anybody says that the server is: it waits.
    assert sweep(now=later(4200)) == 0
    probe(now=later(4200))
    sweep(now=later(4201))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.completion_method, sitting.finalised_at) == ("active", "", None)
    assert sitting.deadline == later(3600 + 780)
    seen(session_id=sitting.id, now=later(4210))
    minutes(later, 4210, 5)
    sweep(now=later(4380 + 60 + 60))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.ended_at) == ("completed", later(4380))


def test_a_candidate_who_was_gone_before_is_abandoned_all_the_same_and_has_the_time(
    sitting: TestSession, later: Any
) -> None:
    abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(100))
    minutes(later, 0, 5)
    probe(now=later(420))
    sweep(now=later(421))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.deadline) == ("abandoned", later(3720))


def test_who_had_finished_or_not_begun_gets_nothing(
    sitting: TestSession, later: Any, bob: Any, assessment: Any, now: datetime
) -> None:
    from sessions.services.inviting import invite

    invite(candidate=bob, assessment=assessment, now=now)
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(100))
    minutes(later, 0, 5)
    probe(now=later(420))
    sweep(now=later(421))
    assert not Adjustment.objects.exists()


def test_above_thirty_minutes_staff_are_asked_and_nothing_is_swept_until_they_say(
    sitting: TestSession, later: Any, recruiter: Any
) -> None:
    minutes(later, 0, 5)
    found = probe(now=later(300 + 3700))
    assert found and found.state == "asked"
    minutes(later, 4010, 3)
    sweep(now=later(4200))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.deadline) == ("active", later(3600))
    assert outages.give(outage=found, actor=recruiter, now=later(4210)) == 1
    sitting.refresh_from_db()
    assert sitting.deadline == later(3600 + 3700)
    assert Adjustment.objects.get().actor == recruiter
    for again in (outages.give, partial(outages.decide, state="dismissed")):
        with pytest.raises(Conflict):
            again(outage=found, actor=recruiter, now=later(4220))


def test_what_staff_dismiss_is_swept_as_ever(sitting: TestSession, later: Any, recruiter: Any) -> None:
    minutes(later, 0, 5)
    found = probe(now=later(300 + 3700))
    assert found
    outages.decide(outage=found, state="dismissed", actor=recruiter, now=later(4010))
    minutes(later, 4010, 3)
    sweep(now=later(4200))
    sitting.refresh_from_db()
    assert sitting.finalised_at is not None
    assert not Adjustment.objects.exists()


def test_a_silence_is_measured_and_given_back_by_one_click(sitting: TestSession, later: Any, recruiter: Any) -> None:
    seen(session_id=sitting.id, now=later(60))
    seen(session_id=sitting.id, now=later(150))  # a tab in the background beats slowly: no outage
    assert silences.owed(sitting) == 0
    seen(session_id=sitting.id, now=later(400))
    seen(session_id=sitting.id, now=later(1400))  # long enough to be called away meanwhile
    assert silences.owed(sitting) == 250 + 1000
    event = SessionEvent.objects.filter(kind="silence").first()
    assert event and (event.at, event.data) == (later(150), {"seconds": 250})
    changed = staff.give_back_network(session_id=sitting.id, actor=recruiter, now=later(1410))
    assert changed.deadline == later(3600 + 1250)
    assert silences.owed(sitting) == 0
    with pytest.raises(Conflict):
        staff.give_back_network(session_id=sitting.id, actor=recruiter, now=later(1411))


def test_a_page_that_was_closed_and_our_own_outage_are_no_silence(sitting: TestSession, later: Any) -> None:
    abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(10))
    seen(session_id=sitting.id, now=later(500))
    assert silences.owed(sitting) == 0
    minutes(later, 0, 8)
    probe(now=later(500))
    probe(now=later(900))
    seen(session_id=sitting.id, now=later(900))
    assert silences.owed(sitting) == 0


@pytest.mark.parametrize(("give", "state"), [("1", "given"), ("0", "dismissed")])
def test_the_overview_asks_and_one_press_answers(
    client: Any, live: TestSession, recruiter: Any, reviewer: Any, give: str, state: str
) -> None:
    now = timezone.now()
    live.started_at = now - timedelta(minutes=50)
    live.save(update_fields=["started_at"])
    found = Outage.objects.create(began=now - timedelta(minutes=45), ended=now, state="asked")
    address = f"/admin/test_sessions/outage/{found.pk}/decide/"
    client.force_login(reviewer)  # looks only
    assert "away for 45 minutes" in client.get("/admin/").content.decode()
    assert "Give the time back" not in client.get("/admin/").content.decode()
    assert client.post(address, {"give": "1"}).status_code == 403
    client.force_login(recruiter)
    assert "Give the time back" in client.get("/admin/").content.decode()
    client.post(address, {"give": give})
    found.refresh_from_db()
    assert (found.state, found.decided_by) == (state, recruiter)
    assert Adjustment.objects.filter(outage=found).count() == int(give)
    assert "away for 45 minutes" not in client.get("/admin/").content.decode()
    assert client.get("/admin/test_sessions/outage/").status_code == 200
    assert client.get(address).status_code == 403
