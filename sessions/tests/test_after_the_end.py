"""Rules 1, 3 and 5 at the end: more time given afterwards, work that was received in time, two finalisers."""

from typing import Any

import pytest

from executor.errors import Conflict
from executor.models import Run, WorkerBeat
from sessions.lifecycle import Event, Method
from sessions.models import Draft, TestSession
from sessions.services.drafts import save_draft
from sessions.services.scoring import settle
from sessions.services.sitting import complete, seen
from sessions.services.staff import adjust, end, reopen
from sessions.services.submitting import submit
from sessions.services.sweeping import LAG, sweep
from sessions.services.transition import apply, finalise, step
from sessions.tests.judging import judge_next

pytestmark = pytest.mark.django_db


@pytest.fixture
def expired(sitting: TestSession, later: Any) -> TestSession:
    """Alice's session, ended by the clock at second 3600 (3660 with the grace)."""
    for moment in range(500, 3601, 500):
        seen(session_id=sitting.id, now=later(moment))
    sweep(now=later(3661) + LAG)
    sitting.refresh_from_db()
    assert (sitting.status, sitting.completion_method) == ("completed", "auto")
    return sitting


@pytest.fixture
def write(sitting: TestSession, question: Any, later: Any) -> Any:
    """write(seconds, code, by=save_draft | submit)"""

    def call(seconds: float, code: str = "print(3)\n", by: Any = save_draft) -> Any:
        given = {"language": "python", "code": code, "received_at": later(seconds)}
        return by(session_id=sitting.id, question_id=question.id, **given)

    return call


def give(session: TestSession, seconds: int, now: Any) -> TestSession:
    return adjust(session_id=session.id, seconds=seconds, reason="the network was down", actor=None, now=now)


def texts(session: TestSession) -> list[tuple[str, bool]]:
    return sorted(Draft.objects.filter(entry__session=session).values_list("source", "late"))


# --- more time, afterwards --------------------------------------------------------------------------------


def test_time_given_after_the_end_is_recorded_and_reopens_nothing(expired: TestSession, later: Any) -> None:
    session = give(expired, 600, later(5000))
    assert (session.status, session.ended_at, session.deadline) == ("completed", later(3600), later(4200))
    assert session.adjustments.get().seconds == 600
    assert session.events.get(kind="time_added").data["reason"] == "the network was down"


def test_a_late_text_that_the_new_end_covers_is_judged(
    expired: TestSession, write: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.raises(Conflict):
        write(3700)
    expired.refresh_from_db()
    assert (texts(expired), expired.result_ready_at is not None) == ([("print(3)\n", True)], True)
    with django_capture_on_commit_callbacks(execute=True):
        give(expired, 600, later(5000))
    assert texts(expired) == [("print(3)\n", False)]
    assert judge_next().verdict == "accepted"
    settle(session_id=expired.id)
    expired.refresh_from_db()
    assert (expired.score, expired.submissions.get().origin) == (100.0, "draft")


def test_a_late_text_beyond_the_new_end_stays_late(expired: TestSession, write: Any, later: Any) -> None:
    with pytest.raises(Conflict):
        write(3700)
    give(expired, 30, later(5000))  # counts until 3690
    assert texts(expired) == [("print(3)\n", True)]


def test_a_late_submission_is_judged_as_one_whatever_was_saved_after_it(
    expired: TestSession, write: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for seconds, code, by in ((3700, "handed in", submit), (3701, "typed on", save_draft)):
        with pytest.raises(Conflict):
            write(seconds, code, by)
    assert texts(expired) == [("handed in", True), ("typed on", True)]
    with django_capture_on_commit_callbacks(execute=True):
        give(expired, 600, later(5000))
    submission = expired.submissions.get()
    assert (submission.origin, submission.run.source, submission.received_at) == ("candidate", "handed in", later(3700))
    assert texts(expired) == [("typed on", False)]


def test_what_is_received_before_the_new_end_counts_also_when_it_comes_later(
    expired: TestSession, write: Any, later: Any
) -> None:
    give(expired, 600, later(3700))
    write(4100)
    assert texts(expired) == [("print(3)\n", False)]
    with pytest.raises(Conflict):
        write(4260)


@pytest.mark.parametrize("finish", [complete, end])
def test_who_ended_by_choice_gains_time_for_a_reopening_alone(
    sitting: TestSession, write: Any, later: Any, finish: Any
) -> None:
    more = {"method": Method.MANUAL} if finish is complete else {"reason": "cheated", "actor": None}
    finish(session_id=sitting.id, now=later(600), **more)
    with pytest.raises(Conflict):
        write(700)
    give(sitting, 300, later(800))
    assert texts(sitting) == [("print(3)\n", True)]
    new = reopen(session_id=sitting.id, reason="as agreed", actor=None, now=later(9000))
    assert new.deadline == later(9000 + 3000 + 300)


def test_a_reopening_after_the_clock_has_what_was_given(expired: TestSession, later: Any) -> None:
    give(expired, 600, later(5000))
    assert reopen(session_id=expired.id, reason="as agreed", actor=None, now=later(6000)).deadline == later(6600)


def test_time_taken_after_the_end_takes_nothing_that_counted(expired: TestSession, write: Any, later: Any) -> None:
    give(expired, 3600, later(5000))  # meant: 360
    write(4000)
    give(expired, -3240, later(5001))
    assert texts(expired) == [("print(3)\n", False)]
    assert reopen(session_id=expired.id, reason="as agreed", actor=None, now=later(6000)).deadline == later(6360)


def test_time_belongs_to_the_continuation(expired: TestSession, later: Any) -> None:
    reopen(session_id=expired.id, reason="as agreed", actor=None, now=later(6000))
    with pytest.raises(Conflict, match="continuation"):
        give(expired, 60, later(6001))
    assert expired.adjustments.count() == 0


def test_a_session_that_no_sweep_has_ended_yet_has_ended_all_the_same(sitting: TestSession, later: Any) -> None:
    seen(session_id=sitting.id, now=later(599))
    assert give(sitting, 600, later(99_000)).finalised_at == later(4260)
    assert reopen(session_id=sitting.id, reason="x", actor=None, now=later(99_001)).status == "active"


# --- the hard end -----------------------------------------------------------------------------------------


def test_neither_given_time_nor_a_reopening_is_bound_by_the_hard_end(
    invited: TestSession, now: Any, later: Any
) -> None:
    from sessions.services.sitting import start_session

    TestSession.objects.update(hard_end_at=later(1800))
    session = start_session(session_id=invited.id, now=now)
    assert session.deadline == later(1800)
    assert give(session, 300, later(60)).deadline == later(2100)
    end(session_id=session.id, reason="by mistake", actor=None, now=later(1500))
    new = reopen(session_id=session.id, reason="our mistake", actor=None, now=later(90_000))
    assert (new.deadline, new.hard_end_at) == (later(90_000 + 600), None)  # what was left of the bound time
    assert give(new, 60, later(90_001)).deadline == later(90_000 + 660)


# --- received in time, met the end ------------------------------------------------------------------------


def test_a_save_and_a_submission_in_time_are_never_late(expired: TestSession, write: Any, later: Any) -> None:
    draft = write(3659.9, "in the grace\n")
    assert (draft.late, draft.late_by_ms) == (False, 59_900)
    submission = write(3599, "in time\n", submit)
    assert (submission.late_by_ms, submission.origin) == (0, "candidate")
    expired.refresh_from_db()
    assert (expired.status, expired.ended_at, expired.result_ready_at) == ("completed", later(3600), None)
    with pytest.raises(Conflict):
        write(3660)


def test_a_newer_text_in_time_is_judged_after_an_older_one_was(
    expired: TestSession, write: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for seconds, code in ((3500, "old\n"), (3590, "new\n")):
        with django_capture_on_commit_callbacks(execute=True):
            write(seconds, code)
    assert sorted(s.run.source for s in expired.submissions.all()) == ["new\n", "old\n"]
    settle(session_id=expired.id)
    assert expired.submissions.count() == 2


def test_a_text_written_in_a_continuation_is_judged_at_its_end(
    expired: TestSession, write: Any, question: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(3500, "old\n")  # judged at the end of the first sitting
    new = reopen(session_id=expired.id, reason="as agreed", actor=None, now=later(6000))
    given: dict[str, Any] = {"question_id": question.id, "language": "python", "received_at": later(6010)}
    save_draft(session_id=new.id, code="new\n", **given)
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=new.id, method=Method.MANUAL, now=later(6020))
    assert [s.run.source for s in new.submissions.all()] == ["new\n"]


def test_a_text_untouched_since_it_was_judged_is_not_judged_twice(
    expired: TestSession, write: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(3500, "old\n")
    new = reopen(session_id=expired.id, reason="as agreed", actor=None, now=later(6000))
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=new.id, method=Method.MANUAL, now=later(6020))
    assert new.submissions.count() == 0


# --- two finalisers, one winner ---------------------------------------------------------------------------


def test_of_two_finalisers_one_wins_whatever_they_read(sitting: TestSession, later: Any) -> None:
    ends = []
    for event, method in ((Event.COMPLETE, Method.TIMER_EXPIRED), (Event.END, Method.AUTO)):
        stale = TestSession.objects.get(id=sitting.id)
        ends.append((stale, apply(stale, step(stale.sitting, event, later(100), method=method))))
    assert [finalise(stale, fields) for stale, fields in ends] == [True, False]
    sitting.refresh_from_db()
    assert (sitting.status, sitting.completion_method) == ("completed", "timer_expired")


# --- a language that nobody has ---------------------------------------------------------------------------


def test_a_draft_whose_language_no_worker_has_stays_pending_until_one_comes(
    sitting: TestSession, write: Any, later: Any
) -> None:
    from django.utils import timezone

    write(10, "print(3)\n")
    beat = WorkerBeat.objects.create(name="w", at=timezone.now(), sandbox="fake", languages={"cpp": "14"}, slots=1)
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(60))
    for _ in range(2):
        assert settle(session_id=sitting.id).result_ready_at is None
    assert (sitting.submissions.count(), sitting.events.filter(kind="waits_for_language").count()) == (0, 1)
    WorkerBeat.objects.filter(name=beat.name).update(languages={"python": "3.13"})
    sweep(now=later(61))
    assert Run.objects.get().language == "python"


def test_a_run_that_waits_for_a_language_says_so(sitting: TestSession, write: Any, later: Any) -> None:
    from django.utils import timezone

    from sessions.selectors import run_state

    run = write(10, "print(3)\n", submit).run
    assert "note" not in run_state(run)
    WorkerBeat.objects.create(name="w", at=timezone.now(), sandbox="fake", languages={"cpp": "14"}, slots=1)
    assert "Python" in run_state(run)["note"]


def test_who_ended_it_is_said_to_the_candidate_and_to_staff(
    expired: TestSession, bobs: TestSession, later: Any
) -> None:
    from django.utils import timezone

    from sessions import pages
    from sessions.admin.report import session_report

    now = timezone.now()
    stopped = end(session_id=bobs.id, reason="asked to", actor=None, now=now)
    assert (pages.receipt(expired, now)["how"], session_report(expired, now)["method"]) == (
        "The time was over",
        "by the server: the time was over",
    )
    assert (pages.receipt(stopped, now)["how"], session_report(stopped, now)["method"]) == (
        "Ended by the people who watch this test",
        "by staff",
    )
