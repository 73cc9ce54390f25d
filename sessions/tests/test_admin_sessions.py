"""A session's page: what it shows, that nothing a candidate wrote is interpreted, and what staff can do there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sessions.lifecycle import Method
from sessions.models import Submission, TestSession
from sessions.services.drafts import save_draft
from sessions.services.leasing import claim_lease
from sessions.services.scoring import settle
from sessions.services.silences import SILENCE
from sessions.services.sitting import complete
from sessions.services.transition import record
from sessions.tests.judging import judged_submission

pytestmark = pytest.mark.django_db
ATTACK = "</code></pre><script>alert('owned')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def staff(client: Client, recruiter: Any) -> Client:
    client.force_login(recruiter)
    return client


@pytest.fixture
def hostile(live: TestSession, question: Any) -> TestSession:
    """A running session whose candidate tries to reach the page through name, code, output, draft and input."""
    live.candidate.name = ATTACK
    live.candidate.email = '"><script>alert(1)</script>@example.org'
    live.candidate.save()
    now = timezone.now()
    judged_submission(live.id, question.id, now, code=f"# {ATTACK}\nprint(3)\n", printed=ATTACK.encode())
    save_draft(
        session_id=live.id,
        question_id=question.id,
        language="cpp",
        code=f"// {ATTACK}\n",
        client_id="tab",
        client_seq=1,
        received_at=now,
    )
    return live


def page_of(session: TestSession) -> str:
    return reverse("admin:test_sessions_testsession_change", args=[session.pk])


def test_shows_score_tests_code_draft_and_timeline(staff: Client, live: TestSession, question: Any) -> None:
    submission = judged_submission(live.id, question.id, timezone.now(), code="print('first answer')\n", printed=b"3\n")
    page = staff.get(page_of(live)).content.decode()
    for expected in (
        "Alice Adams",
        "Add two",
        "Wrong answer",
        "1 of 5",
        "hidden-2: wrong answer",
        "Submitted an answer",
    ):
        assert expected in page
    assert "first answer" in page
    assert f"/board/{live.assessment_id}/" in page
    assert submission.verdict == "wrong_answer"


def test_the_timeline_says_in_words_who_writes_where(staff: Client, live: TestSession) -> None:
    now = timezone.now()
    for client, take in (("tab-1", False), ("tab-2", True)):
        claim_lease(session_id=live.id, client_id=client, now=now, take=take)
    record(live, SILENCE, now, seconds=90)
    page = staff.get(page_of(live)).content.decode()
    assert "Another tab or device took over writing" in page
    assert "the candidate chose so" in page
    assert "Not heard of" in page
    assert "+1 min" not in page
    for raw in ("lease_taken", "take_over", "tab-2"):
        assert raw not in page


def test_shows_the_result_when_it_is_ready(staff: Client, live: TestSession, question: Any) -> None:
    judged_submission(live.id, question.id, timezone.now(), printed=b"7002\n")
    complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
    settle(session_id=live.id)
    context = staff.get(page_of(live)).context
    assert context["status"] == "completed"
    assert context["session"].score == pytest.approx(100 / 3)
    assert "33.3" in staff.get(page_of(live)).content.decode()


def test_nothing_a_candidate_wrote_is_interpreted_anywhere(staff: Client, hostile: TestSession) -> None:
    submission = Submission.objects.get()
    invitation = hostile.invitation
    pages = [
        page_of(hostile),
        reverse("admin:test_sessions_submission_change", args=[submission.pk]),
        reverse("admin:test_sessions_candidate_change", args=[hostile.candidate_id]),
        reverse("admin:test_sessions_testsession_changelist"),
        reverse("admin:test_sessions_submission_changelist"),
        reverse("admin:test_sessions_candidate_changelist"),
        reverse("admin:executor_run_change", args=[submission.run_id]),
        reverse("admin:index"),
    ]
    if invitation:
        pages.append(reverse("admin:test_sessions_invitation_change", args=[invitation.pk]))
    for url in pages:
        answer = staff.get(url)
        assert answer.status_code == 200, url
        page = answer.content.decode()
        assert "<script>alert(" not in page, url
        assert "<img src=x" not in page, url
    assert "&lt;script&gt;alert(" in staff.get(pages[0]).content.decode()


def test_hidden_tests_output_is_not_kept_for_anybody(staff: Client, hostile: TestSession) -> None:
    report = Submission.objects.get().run.report
    assert report is not None
    assert [test["stdout"] is None for test in report["tests"]] == [False, False, True, True, True]


def test_nothing_is_saved_by_posting_to_the_page(staff: Client, live: TestSession) -> None:
    assert staff.post(page_of(live), {"status": "completed", "_save": ""}).status_code == 403
    live.refresh_from_db()
    assert live.status == "active"


# --- what staff do ----------------------------------------------------------------------------------------


def act(staff: Client, session: TestSession, action: str, **fields: str) -> Any:
    url = reverse(f"admin:test_sessions_testsession_{action}", args=[session.pk])
    return staff.post(url, {"_form_submitted": "on", **fields}, follow=True)


def test_time_is_added_with_a_reason_and_written_down(staff: Client, live: TestSession, recruiter: Any) -> None:
    before = live.deadline
    answer = act(staff, live, "add_time", minutes="15", reason="Fire drill")
    assert answer.headers["HX-Redirect"] == page_of(live)
    live.refresh_from_db()
    assert live.deadline == before + timedelta(minutes=15)  # type: ignore[operator]
    event = live.events.get(kind="time_added")
    assert (event.actor, event.data["reason"]) == (recruiter, "Fire drill")
    assert "Fire drill" in staff.get(page_of(live)).content.decode()


@pytest.mark.parametrize("fields", [{"minutes": "15", "reason": " "}, {"minutes": "2000", "reason": "x"}])
def test_no_reason_or_too_much_is_asked_again(staff: Client, live: TestSession, fields: dict[str, str]) -> None:
    before = live.deadline
    answer = act(staff, live, "add_time", **fields)
    assert "HX-Redirect" not in answer.headers
    live.refresh_from_db()
    assert live.deadline == before


def test_ending_and_reopening(staff: Client, live: TestSession) -> None:
    act(staff, live, "end_now", reason="Asked to stop")
    live.refresh_from_db()
    assert (live.status, live.completion_method) == ("completed", "auto")
    answer = act(staff, live, "reopen", reason="Power cut")
    continuation = TestSession.objects.get(continues=live)
    assert answer.headers["HX-Redirect"] == page_of(continuation)
    live.refresh_from_db()
    assert live.status == "completed"


def test_a_refusal_is_a_message_not_an_error_page(staff: Client, live: TestSession) -> None:
    act(staff, live, "end_now", reason="x")
    act(staff, live, "reopen", reason="y")
    answer = act(staff, live, "add_time", minutes="5", reason="to the wrong one")
    assert answer.headers["HX-Redirect"] == page_of(live)
    assert "give the time to its continuation" in staff.get(page_of(live)).content.decode()


def test_only_what_the_state_allows_is_offered(staff: Client, live: TestSession) -> None:
    def offered() -> set[str]:
        return {action["title"] for action in staff.get(page_of(live)).context["actions_detail"]}

    assert offered() == {"Add time", "End now", "Send a message", "Live board"}
    act(staff, live, "end_now", reason="x")
    assert offered() == {"Add time", "Reopen", "Live board"}
    act(staff, live, "reopen", reason="y")
    assert offered() == {"Live board"}


def test_a_message_is_kept_in_the_history(staff: Client, live: TestSession) -> None:
    act(staff, live, "message", text="Please mind the second sample.", reason="It was asked.")
    said = {"text": "Please mind the second sample.", "reason": "It was asked."}
    assert live.events.get(kind="message").data == said


def test_opening_an_action_by_a_link_changes_nothing(staff: Client, live: TestSession) -> None:
    for action in ("add_time", "end_now", "message"):
        url = reverse(f"admin:test_sessions_testsession_{action}", args=[live.pk])
        assert staff.get(f"{url}?minutes=5&reason=x&text=x&_form_submitted=on").status_code == 200
    live.refresh_from_db()
    assert (live.status, live.events.filter(kind__in=["time_added", "message"]).count()) == ("active", 0)


@pytest.mark.parametrize("query", ["", "?q=Alice", "?status__exact=active", "?result=open", "?result=ready"])
def test_the_list_searches_and_filters(staff: Client, live: TestSession, query: str) -> None:
    page = staff.get(f"/admin/test_sessions/testsession/{query}").content.decode()
    assert ("Alice Adams" in page) == (query != "?result=ready")


@pytest.mark.parametrize("query", ["", "?q=Alice", "?verdict=accepted", "?verdict=none", "?language=python"])
def test_the_submission_list_filters(staff: Client, live: TestSession, question: Any, query: str) -> None:
    judged_submission(live.id, question.id, timezone.now())
    answer = staff.get(f"/admin/test_sessions/submission/{query}")
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == (0 if query in {"?verdict=accepted", "?verdict=none"} else 1)
