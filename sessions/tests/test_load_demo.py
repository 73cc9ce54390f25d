"""`manage.py load_demo`: makes everything once, keeps what was changed, and always ends with a link that works."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from questions.models import Assessment, Question, QuestionVersion
from sessions.models import Invitation, TestSession
from sessions.services import staff
from sessions.services.inviting import revoke
from sessions.services.sitting import start_session
from sessions.tokens import invitation_from_token

pytestmark = pytest.mark.django_db


def load(*options: str) -> str:
    out = StringIO()
    call_command("load_demo", "--quiet", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def invitation_in(text: str) -> Invitation:
    found = re.search(r"/t/([^/\s]+)/", text)
    assert found, text
    invitation = invitation_from_token(found[1])
    assert invitation
    return invitation


def test_loads_the_bank_publishes_it_and_gives_a_link_that_starts() -> None:
    invitation = invitation_in(load())
    assert Question.objects.count() == QuestionVersion.objects.count() == 12
    assessment = Assessment.objects.get(slug="demo")
    session = start_session(session_id=invitation.sessions.get().id, now=timezone.now())
    difficulties = [entry.version.difficulty for entry in session.questions.select_related("version")]
    assert difficulties == ["easy", "medium", "hard"]
    assert (assessment.title.startswith("Demo"), assessment.duration_minutes) == (True, 60)


def test_a_second_time_makes_nothing_and_gives_the_same_link() -> None:
    first, second = load(), load()
    assert invitation_in(first) == invitation_in(second)
    assert Question.objects.count() == QuestionVersion.objects.count() == 12
    assert (Assessment.objects.count(), Invitation.objects.count(), TestSession.objects.count()) == (1, 1, 1)


def test_the_other_link_leads_to_a_test_with_every_kind_drawn_from_pools() -> None:
    assert "Sit another" not in load()
    other = invitation_in(load("--every-kind").split("Sit another")[1])
    session = start_session(session_id=other.sessions.get().id, now=timezone.now())
    given = [(entry.section, entry.version.kind) for entry in session.questions.select_related("version")]
    assert given[:2] == [("Programs", "code")] * 2
    assert sorted(given[2:]) == [("Words", kind) for kind in ("multiple", "short", "single", "text")]
    assert Question.objects.count() == QuestionVersion.objects.count() == 12 + 4


def test_keeps_what_recruiters_changed_unless_told_to_refresh() -> None:
    load()
    question = Question.objects.get(slug="broken-bracket")
    title = question.title
    Question.objects.filter(pk=question.pk).update(title="Mine")
    load()
    assert Question.objects.get(pk=question.pk).title == "Mine"
    load("--refresh")
    assert Question.objects.get(pk=question.pk).title == title
    assert question.versions.count() == 1  # nothing published differs


def test_a_session_that_is_over_gets_a_fresh_invitation() -> None:
    first = invitation_in(load())
    session = start_session(session_id=first.sessions.get().id, now=timezone.now())
    staff.end(session_id=session.id, reason="over", actor=None, now=timezone.now())
    second = invitation_in(load())
    assert second != first
    assert second.sessions.get().status == "invited"


def test_a_session_whose_time_ran_out_unnoticed_gets_a_fresh_invitation() -> None:
    """No server ran, so no sweeper saw the end."""
    first = invitation_in(load())
    start_session(session_id=first.sessions.get().id, now=timezone.now() - timedelta(hours=3))
    second = invitation_in(load())
    assert second != first


def test_a_revoked_link_is_made_anew() -> None:
    first = invitation_in(load())
    revoke(invitation=first, actor=None, now=timezone.now())
    again = invitation_in(load())
    assert again.revoked_at is None


def test_a_session_started_through_the_api_is_left_alone() -> None:
    load()
    TestSession.objects.update(invitation=None)
    invitation = invitation_in(load())
    assert invitation.candidate_id == "demo-2"
    assert invitation == invitation_in(load())


def test_logins_are_random_and_printed_once(settings: Any) -> None:
    settings.DEBUG = True
    first, second = load(), load()
    logins = dict(re.findall(r"Login\s+(\w+) / (\S+)", first))
    assert set(logins) == {"admin", "recruiter", "reviewer"}
    assert len(set(logins.values())) == 3
    assert "Login" not in second
    for name, password in logins.items():
        user = authenticate(username=name, password=password)
        assert isinstance(user, User)
        assert [group.name for group in user.groups.all()] == [name]
        assert not user.is_superuser


def test_no_logins_outside_development(settings: Any) -> None:
    settings.DEBUG = False
    assert "Login" not in load()
    assert not User.objects.exists()
    with pytest.raises(CommandError, match="DEBUG=0"):
        load("--logins")
