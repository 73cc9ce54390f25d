"""Starting, being seen, finishing: what the services do with rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from executor.errors import Conflict, Invalid, NotFound
from questions.models import Section, SectionQuestion
from sessions.lifecycle import Method
from sessions.models import TestSession
from sessions.services.inviting import invite, renew_link, revoke
from sessions.services.sitting import (
    abandon,
    activity,
    client_method,
    complete,
    save_progress,
    seen,
    start_for_candidate,
    start_session,
)
from sessions.services.staff import adjust, end, reopen
from sessions.services.sweeping import LAG, sweep
from sessions.tokens import session_from_token, session_token

pytestmark = pytest.mark.django_db


def kinds(session: TestSession) -> list[str]:
    return list(session.events.values_list("kind", flat=True))


def test_an_invitation_starts_nothing(invited: TestSession) -> None:
    assert (invited.status, invited.started_at, invited.questions.count()) == ("invited", None, 0)


def test_start_sets_the_clock_and_pins_the_version(invited: TestSession, question: Any, now: Any) -> None:
    session = start_session(session_id=invited.id, now=now)
    assert session.deadline == now + timedelta(minutes=60)
    entry = session.questions.get()
    assert entry.version == question.published
    assert kinds(session) == ["invited", "started"]


def test_a_later_edit_does_not_reach_a_running_session(sitting: TestSession, question: Any, now: Any) -> None:
    from questions.services import publish

    question.title = "Renamed"
    question.save()
    publish(question=question, actor=None, now=now)
    assert sitting.questions.get().version.title == "Add two"


def test_extra_time_of_an_invitation_is_in_the_deadline(alice: Any, assessment: Any, now: Any) -> None:
    session = invite(candidate=alice, assessment=assessment, now=now, time_multiplier=1.5).sessions.get()
    assert start_session(session_id=session.id, now=now).deadline == now + timedelta(minutes=90)


def test_an_integrators_start_is_idempotent(alice: Any, assessment: Any, now: Any, later: Any) -> None:
    first, started = start_for_candidate(candidate_id="alice", assessment=assessment, duration_minutes=30, now=now)
    again, restarted = start_for_candidate(
        candidate_id="alice", assessment=assessment, duration_minutes=90, now=later(600)
    )
    assert (started, restarted) == (True, False)
    assert (again.id, again.started_at, again.deadline) == (first.id, now, now + timedelta(minutes=30))


def test_a_finished_session_is_not_restarted(sitting: TestSession, assessment: Any, later: Any) -> None:
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(60))
    with pytest.raises(Conflict):
        start_for_candidate(candidate_id="alice", assessment=assessment, duration_minutes=None, now=later(61))
    assert TestSession.objects.count() == 1


def test_unknown_candidates_are_named(assessment: Any, now: Any) -> None:
    with pytest.raises(NotFound, match="nobody"):
        start_for_candidate(candidate_id="nobody", assessment=assessment, duration_minutes=None, now=now)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opens_at": timedelta(hours=1)}, "not_open"),
        ({"closes_at": timedelta(hours=-1)}, "closed"),
    ],
)
def test_the_window(invited: TestSession, assessment: Any, now: Any, change: dict[str, Any], code: str) -> None:
    for name, delta in change.items():
        setattr(assessment, name, now + delta)
    assessment.save()
    with pytest.raises(Conflict) as refused:
        start_session(session_id=invited.id, now=now)
    assert refused.value.code == code
    invited.refresh_from_db()
    assert invited.status == "invited"


def test_a_revoked_or_expired_invitation_cannot_start(invited: TestSession, now: Any) -> None:
    assert invited.invitation
    revoke(invitation=invited.invitation, actor=None, now=now)
    with pytest.raises(Conflict, match="withdrawn"):
        start_session(session_id=invited.id, now=now)


def test_a_new_link_ends_what_was_opened_with_the_old_one_but_no_running_session(
    invited: TestSession, now: Any
) -> None:
    assert invited.invitation
    old = session_token(invited)
    renew_link(invitation=invited.invitation, actor=None, now=now)
    assert session_from_token(old) is None
    running = session_token(start_session(session_id=invited.id, now=now))
    renew_link(invitation=invited.invitation, actor=None, now=now)
    assert session_from_token(running) == invited


def test_an_unpublished_question_stops_the_start(invited: TestSession, assessment: Any, now: Any) -> None:
    from questions.models import Question

    raw = Question.objects.create(title="Raw", slug="raw", statement="…")
    SectionQuestion.objects.create(section=Section.objects.get(), question=raw)
    with pytest.raises(Conflict, match="not published"):
        start_session(session_id=invited.id, now=now)


def test_heartbeats_touch_one_column(sitting: TestSession, later: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        session = seen(session_id=sitting.id, now=later(30))
    assert session.last_heartbeat_at == later(30)
    assert session.next_check_at == sitting.next_check_at


def test_activity_is_coalesced(sitting: TestSession, later: Any) -> None:
    assert activity(session_id=sitting.id, now=later(4)).last_activity_at == later(0)
    assert activity(session_id=sitting.id, now=later(6)).last_activity_at == later(6)


def test_activity_leaves_the_sweepers_index_alone(sitting: TestSession, later: Any) -> None:
    session = activity(session_id=sitting.id, now=later(30))
    assert (session.last_activity_at, session.next_check_at) == (later(30), sitting.next_check_at)


def test_a_beat_brings_an_abandoned_session_back(sitting: TestSession, later: Any) -> None:
    abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(10))
    assert seen(session_id=sitting.id, now=later(20)).status == "active"
    assert kinds(sitting) == ["invited", "started", "abandoned", "returned"]


def test_nothing_after_the_end(sitting: TestSession, later: Any) -> None:
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(10))
    calls: list[Callable[[], object]] = [
        lambda: seen(session_id=sitting.id, now=later(20)),
        lambda: activity(session_id=sitting.id, now=later(20)),
        lambda: complete(session_id=sitting.id, method=Method.MANUAL, now=later(20)),
        lambda: abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(20)),
        lambda: save_progress(session_id=sitting.id, sections_completed=[], pending_answers={}, now=later(20)),
    ]
    for call in calls:
        with pytest.raises(Conflict):
            call()


@pytest.mark.parametrize("name", ["heartbeat_timeout", "auto", "whatever", ""])
def test_clients_name_only_their_own_methods(name: str) -> None:
    with pytest.raises(Invalid, match="completion_method"):
        client_method(name)


def test_progress_stores_answers_and_drafts(sitting: TestSession, question: Any, later: Any) -> None:
    answers = {str(question.id): {"language": "py", "code": "print(3)\n"}, "q-other": "free text"}
    session = save_progress(
        session_id=sitting.id, sections_completed=["Warm-up"], pending_answers=answers, now=later(9)
    )
    assert (session.sections_completed, session.pending_answers) == (["Warm-up"], answers)
    draft = sitting.questions.get().drafts.get()
    assert (draft.language, draft.source) == ("python", "print(3)\n")


def test_a_bad_answer_stores_nothing_of_the_call(sitting: TestSession, question: Any, later: Any) -> None:
    answers = {str(question.id): {"language": "py"}}
    with pytest.raises(Invalid, match=str(question.id)):
        save_progress(session_id=sitting.id, sections_completed=["x"], pending_answers=answers, now=later(9))
    sitting.refresh_from_db()
    assert sitting.sections_completed == []


# --- the sweeper ------------------------------------------------------------------------------------------


def test_the_sweeper_abandons_the_silent_and_ends_the_expired(sitting: TestSession, later: Any) -> None:
    assert sweep(now=later(599)) == 0
    assert sweep(now=later(600) + LAG) == 1
    sitting.refresh_from_db()
    assert (sitting.status, sitting.completion_method) == ("abandoned", "heartbeat_timeout")
    assert sweep(now=later(5000)) == 1
    sitting.refresh_from_db()
    assert (sitting.status, sitting.finalised_at, sitting.next_check_at) == ("abandoned", later(3660), None)
    assert sitting.result_ready_at is not None


def test_a_session_seen_since_is_looked_at_later(sitting: TestSession, later: Any) -> None:
    seen(session_id=sitting.id, now=later(500))
    assert sweep(now=later(610) + LAG) == 0
    sitting.refresh_from_db()
    assert sitting.next_check_at == later(1100)


def test_a_sweep_after_a_restart_dates_the_end_at_the_deadline(sitting: TestSession, later: Any) -> None:
    seen(session_id=sitting.id, now=later(590))
    for moment in range(1000, 3600, 400):
        seen(session_id=sitting.id, now=later(moment))
    seen(session_id=sitting.id, now=later(3590))
    sweep(now=later(90_000))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.completion_method, sitting.ended_at) == ("completed", "auto", later(3600))


# --- staff ------------------------------------------------------------------------------------------------


def test_extra_time_moves_the_deadline_and_is_written_down(sitting: TestSession, recruiter: Any, later: Any) -> None:
    session = adjust(session_id=sitting.id, seconds=600, reason="fire alarm", actor=recruiter, now=later(100))
    assert session.deadline == later(4200)
    event = session.events.get(kind="time_added")
    assert (event.actor, event.data) == (recruiter, {"seconds": 600, "reason": "fire alarm"})


@pytest.mark.parametrize(("seconds", "reason"), [(0, "why"), (10**6, "why"), (60, "  ")])
def test_senseless_adjustments(sitting: TestSession, recruiter: Any, later: Any, seconds: int, reason: str) -> None:
    with pytest.raises(Invalid):
        adjust(session_id=sitting.id, seconds=seconds, reason=reason, actor=recruiter, now=later(1))


def test_reopening_continues_with_the_time_that_was_left(sitting: TestSession, recruiter: Any, later: Any) -> None:
    end(session_id=sitting.id, reason="by mistake", actor=recruiter, now=later(600))
    new = reopen(session_id=sitting.id, reason="our mistake", actor=recruiter, now=later(7200))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.ended_at) == ("completed", later(600))
    assert (new.status, new.continues, new.deadline) == ("active", sitting, later(7200 + 3000))
    assert adjust(session_id=new.id, seconds=60, reason="more", actor=recruiter, now=later(7201)).deadline == later(
        7200 + 3060
    )
    with pytest.raises(Conflict):
        reopen(session_id=sitting.id, reason="again", actor=recruiter, now=later(7300))
