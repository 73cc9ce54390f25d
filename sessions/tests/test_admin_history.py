"""Drafts, time given, events and case sets in the admin: found, filtered, read, and never changed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from executor.models import CaseSet
from sessions.models import Adjustment, Draft, SessionEvent, TestSession
from sessions.services.drafts import save_draft
from sessions.services.staff import adjust
from sessions.tests.judging import judged_submission

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"
MODELS: dict[str, Any] = {
    "test_sessions_draft": Draft,
    "test_sessions_adjustment": Adjustment,
    "test_sessions_sessionevent": SessionEvent,
    "executor_caseset": CaseSet,
}


@pytest.fixture
def staff(client: Client) -> Client:
    user = User.objects.create_user("a", is_staff=True)
    user.groups.add(Group.objects.get(name="admin"))
    client.force_login(user)
    return client


@pytest.fixture
def history(live: TestSession, bobs: TestSession, question: Any) -> TestSession:
    now = timezone.now()
    for session, code in ((live, HOSTILE), (bobs, "print('of bob')")):
        save_draft(session_id=session.id, question_id=question.id, language="python", code=code, received_at=now)
    adjust(session_id=live.id, seconds=300, reason=HOSTILE, actor=None, now=now)
    judged_submission(live.id, question.id, now)
    return live


@pytest.mark.parametrize("name", MODELS)
def test_each_row_has_a_page_that_is_safe_and_takes_nothing(staff: Client, history: TestSession, name: str) -> None:
    for row in MODELS[name].objects.all():
        page = reverse(f"admin:{name}_change", args=[row.pk])
        said = staff.get(page)
        assert (said.status_code, HOSTILE in said.content.decode()) == (200, False)
        assert staff.post(page, {"seconds": "9", "reason": "x"}).status_code == 403
        assert staff.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert staff.get(reverse(f"admin:{name}_add")).status_code == 403


@pytest.mark.parametrize(
    ("name", "query", "of_alice", "of_bob"),
    [
        ("test_sessions_draft", "", True, True),
        ("test_sessions_draft", "?q=Alice", True, False),
        ("test_sessions_draft", "?language=cpp", False, False),
        ("test_sessions_draft", "?late__exact=1", False, False),
        ("test_sessions_adjustment", "?q=alert", True, False),
        ("test_sessions_adjustment", "?q=nothing", False, False),
        ("test_sessions_sessionevent", "?kind=started", True, True),
        ("test_sessions_sessionevent", "?kind=time_added", True, False),
        ("test_sessions_sessionevent", "?q=bob%40example.org", False, True),
    ],
)
def test_the_lists_search_and_filter(
    staff: Client, history: TestSession, name: str, query: str, of_alice: bool, of_bob: bool
) -> None:
    said = staff.get(reverse(f"admin:{name}_changelist") + query)
    page = said.content.decode()
    assert (said.status_code, HOSTILE in page) == (200, False)
    assert ("Alice Adams" in page, "Bob Brown" in page) == (of_alice, of_bob)


def test_a_case_set_shows_its_cases(staff: Client, history: TestSession) -> None:
    case_set = CaseSet.objects.get()
    assert case_set.sha256[:12] in staff.get(reverse("admin:executor_caseset_changelist")).content.decode()
    page = staff.get(reverse("admin:executor_caseset_change", args=[case_set.pk])).content.decode()
    assert "7001 1" in page and "hidden" in page and "sample" in page
