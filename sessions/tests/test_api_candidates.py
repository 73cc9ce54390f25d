"""Candidates and invitations over HTTP."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sessions.models import Candidate, Invitation


@pytest.fixture
def key(api_key: str) -> Client:
    return Client(headers={"Authorization": f"Api-Key {api_key}"})


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    content = b"" if body is None else json.dumps(body).encode()
    return client.generic(method, path, content, content_type="application/json")


@pytest.mark.parametrize("candidate_id", ["c-1", "x" * 36, "a@b.c", "Jörg", "12", "a:b+c~d_e"])
def test_the_id_is_the_integrators_own(candidate_id: str, key: Client) -> None:
    body = {"candidate_id": candidate_id, "name": "Cleo", "email": "cleo@example.org"}
    assert send(key, "POST", "/api/candidates", body).status_code == 201
    assert key.get(f"/api/candidates/{candidate_id}").json()["candidate"]["name"] == "Cleo"


def test_the_life_of_a_candidate(key: Client) -> None:
    made = send(key, "POST", "/api/candidates", {"name": " Cleo ", "email": ""}).json()["candidate"]
    assert made["name"] == "Cleo"
    assert len(made["candidate_id"]) == 36
    path = f"/api/candidates/{made['candidate_id']}"
    assert send(key, "PATCH", path, {"email": "c@example.org"}).json()["candidate"]["email"] == "c@example.org"
    assert send(key, "PUT", path, {"name": "Dora", "email": ""}).json()["candidate"]["email"] == ""
    assert send(key, "PATCH", path, {"candidate_id": "other"}).status_code == 400
    assert key.delete(path).status_code == 204
    assert key.get(path).status_code == 404


def test_who_has_sat_a_test_stays(key: Client, live: Any) -> None:
    assert key.delete("/api/candidates/alice").status_code == 409
    assert Candidate.objects.filter(id="alice").exists()


def test_who_was_only_invited_goes_with_the_invitation(key: Client, invited: Any) -> None:
    assert key.delete("/api/candidates/alice").status_code == 204
    assert not Invitation.objects.exists()


def test_candidates_are_found_by_text_and_by_address(key: Client, alice: Any, bob: Any) -> None:
    def found(query: str) -> list[str]:
        return [c["candidate_id"] for c in key.get(f"/api/candidates?{query}").json()["candidates"]]

    assert found("search=adams") == ["alice"]
    assert found("email=BOB@example.org") == ["bob"]
    assert found("") == ["alice", "bob"]
    assert found("ordering=-name") == ["bob", "alice"]


def test_an_invitation_has_the_link_to_send(key: Client, alice: Any, assessment: Any, settings: Any) -> None:
    body = {"candidate_id": "alice", "assessment_id": "first-test", "time_multiplier": 1.5}
    made = send(key, "POST", "/api/invitations", body)
    assert made.status_code == 201
    invitation = made.json()["invitation"]
    assert invitation["url"].startswith(f"{settings.PUBLIC_URL}/t/")
    assert invitation["session_status"] == "invited"
    assert invitation["time_multiplier"] == 1.5
    assert Client().get(invitation["url"].removeprefix(settings.PUBLIC_URL)).status_code == 302
    assert send(key, "POST", "/api/invitations", body).status_code == 409
    assert key.get("/api/invitations?candidate_id=alice").json()["invitations"][0]["id"] == invitation["id"]
    assert key.get("/api/invitations?candidate_id=bob").json()["invitations"] == []


def test_an_invitation_is_changed_revoked_and_renewed(key: Client, invited: Any, settings: Any) -> None:
    path = f"/api/invitations/{invited.invitation_id}"
    later = (timezone.now() + timedelta(days=2)).isoformat()
    old = send(key, "PATCH", path, {"expires_at": later}).json()["invitation"]
    assert old["expires_at"] == later
    page = old["url"].removeprefix(settings.PUBLIC_URL)
    assert key.delete(path).status_code == 204
    revoked = key.get(path).json()["invitation"]["revoked_at"]
    assert revoked
    assert Client().get(page).status_code == 410
    assert key.delete(path).status_code == 204
    assert key.get(path).json()["invitation"]["revoked_at"] == revoked
    renewed = send(key, "POST", f"{path}/renew").json()["invitation"]
    assert renewed["revoked_at"] is None
    assert renewed["url"] != old["url"]
    assert Client().get(page).status_code == 404
    assert Client().get(renewed["url"].removeprefix(settings.PUBLIC_URL)).status_code == 302


def test_staff_are_named_as_who_invited(recruiter: Any, alice: Any, assessment: Any) -> None:
    client = Client()
    client.force_login(recruiter)
    send(client, "POST", "/api/invitations", {"candidate_id": "alice", "assessment_id": "first-test"})
    assert Invitation.objects.get().created_by == recruiter
