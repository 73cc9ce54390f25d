"""Inviting in the admin: one or many, links to copy, renewed and revoked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questions.models import Assessment
from sessions.models import Candidate, Invitation
from sessions.tokens import invitation_from_token, invitation_token, invitation_url

pytestmark = pytest.mark.django_db
ADD = "/admin/test_sessions/invitation/add/"
SEVERAL = "/admin/test_sessions/invitation/invite/"


@pytest.fixture
def staff(client: Client, recruiter: Any) -> Client:
    client.force_login(recruiter)
    return client


def test_an_invitation_has_its_session_and_shows_its_link(
    staff: Client, alice: Candidate, assessment: Assessment, recruiter: Any
) -> None:
    fields = {"candidate": alice.pk, "assessment": str(assessment.pk), "extra_time": "25", "_save": ""}
    answer = staff.post(ADD, fields, follow=True)
    invitation = Invitation.objects.get()
    assert invitation.time_multiplier == 1.25
    assert invitation.created_by == recruiter
    session = invitation.sessions.get()
    assert (session.status, session.time_multiplier) == ("invited", 1.25)
    assert invitation_url(invitation) in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"candidate": ""}, "candidate"),
        ({"assessment": ""}, "assessment"),
        ({"extra_time": "-5"}, "extra_time"),
        ({"extra_time": "1000"}, "extra_time"),
        ({"expires_at_0": "2020-01-01", "expires_at_1": "10:00"}, "expires_at"),
    ],
)
def test_each_error_stands_at_its_field(
    staff: Client, alice: Candidate, assessment: Assessment, changes: dict[str, str], field: str
) -> None:
    fields = {"candidate": alice.pk, "assessment": str(assessment.pk), "extra_time": "", "_save": "", **changes}
    answer = staff.post(ADD, fields)
    assert set(answer.context["adminform"].form.errors) == {field}
    assert not Invitation.objects.exists()


def test_a_second_open_session_is_refused_at_the_candidate(staff: Client, invited: Any) -> None:
    fields = {"candidate": "alice", "assessment": str(invited.assessment_id), "_save": ""}
    answer = staff.post(ADD, fields)
    assert "open session" in answer.context["adminform"].form.errors["candidate"][0]
    assert Invitation.objects.count() == 1


def test_revoking_and_a_new_link(staff: Client, invited: Any) -> None:
    invitation = invited.invitation
    old = invitation_token(invitation)
    page = reverse("admin:test_sessions_invitation_change", args=[invitation.pk])
    assert invitation_url(invitation) in staff.get(page).content.decode()

    staff.post(reverse("admin:test_sessions_invitation_revoke_link", args=[invitation.pk]), {"_form_submitted": "on"})
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert "/t/" not in staff.get(page).content.decode()

    staff.post(reverse("admin:test_sessions_invitation_renew", args=[invitation.pk]), {"_form_submitted": "on"})
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
    assert invitation_from_token(old) is None
    assert invitation_url(invitation) in staff.get(page).content.decode()


def test_several_at_once_known_and_new(staff: Client, alice: Candidate, assessment: Assessment) -> None:
    lines = ["Carol Chen <carol@example.org>", "", "  dan@example.org", "Eve O'Neil, eve@example.org", "Frank"]
    people = "\n".join([*lines, "Al <ALICE@example.org>"])
    answer = staff.post(SEVERAL, {"assessment": str(assessment.pk), "people": people, "extra_time": "10"})
    page = answer.content.decode()
    made = Invitation.objects.select_related("candidate")
    assert {(one.candidate.name, one.candidate.email) for one in made} == {
        ("Carol Chen", "carol@example.org"),
        ("dan", "dan@example.org"),
        ("Eve O'Neil", "eve@example.org"),
        ("Frank", ""),
        ("Alice Adams", "alice@example.org"),
    }
    for one in made:
        assert one.time_multiplier == pytest.approx(1.1)
        assert invitation_url(one) in page


def test_those_who_cannot_be_invited_are_named_and_the_others_are_invited(
    staff: Client, invited: Any, bob: Candidate
) -> None:
    fields = {"assessment": str(invited.assessment_id), "candidates": ["alice", "bob"]}
    page = staff.post(SEVERAL, fields).content.decode()
    assert "Alice Adams already has an open session" in page
    assert Invitation.objects.filter(candidate=bob).count() == 1


@pytest.mark.parametrize(
    ("people", "sentence"),
    [("", "Choose a candidate"), ("Ann <not a mail>", "Line 1"), ("Bo\n<<>>", "Line 2")],
)
def test_lines_that_cannot_be_read_are_named(staff: Client, assessment: Assessment, people: str, sentence: str) -> None:
    answer = staff.post(SEVERAL, {"assessment": str(assessment.pk), "people": people})
    assert sentence in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_list_says_what_became_of_each(staff: Client, invited: Any, bob: Candidate) -> None:
    from sessions.services.inviting import invite

    late = invite(candidate=bob, assessment=invited.assessment, now=timezone.now())
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    page = staff.get("/admin/test_sessions/invitation/").content.decode()
    assert "waiting" in page
    assert "expired" in page
    assert f'data-copy="{invitation_url(invited.invitation)}"' in page


def test_candidates_are_added_with_an_id_of_ones_own(staff: Client) -> None:
    fields = {"name": "Gil", "email": "", "id": "ats-17", "_save": ""}
    assert staff.post("/admin/test_sessions/candidate/add/", fields).status_code == 302
    assert Candidate.objects.get(id="ats-17").name == "Gil"
    page = reverse("admin:test_sessions_candidate_change", args=["ats-17"])
    assert "ats-17" in staff.get(page).content.decode()
