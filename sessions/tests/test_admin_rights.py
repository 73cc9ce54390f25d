"""Who may do what in the admin: the three groups, API keys, staff."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from sessions.models import ApiKey, TestSession

pytestmark = pytest.mark.django_db
LISTS = {
    "reviewer": {"question", "assessment", "candidate", "testsession", "submission", "draft", "sessionevent"},
    "recruiter": {
        "question",
        "questionversion",
        "assessment",
        "candidate",
        "invitation",
        "testsession",
        "submission",
        "draft",
        "adjustment",
        "sessionevent",
        "run",
    },
    "admin": {
        *("question", "questionversion", "assessment", "candidate", "invitation", "testsession", "submission"),
        *("draft", "adjustment", "sessionevent", "run", "caseset", "apikey", "user", "group"),
    },
}
MODELS = {
    "questions": ("question", "questionversion", "assessment"),
    "test_sessions": (
        *("candidate", "invitation", "testsession", "submission", "apikey"),
        *("draft", "adjustment", "sessionevent"),
    ),
    "executor": ("run", "caseset"),
    "auth": ("user", "group"),
}


def signed_in(client: Client, name: str) -> Client:
    user = User.objects.create_user(f"{name}-x", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    client.force_login(user)
    return client


@pytest.mark.parametrize("group", LISTS)
def test_each_group_sees_its_lists_and_no_other(client: Client, group: str) -> None:
    signed_in(client, group)
    seen = {
        model
        for app, models in MODELS.items()
        for model in models
        if client.get(reverse(f"admin:{app}_{model}_changelist")).status_code == 200
    }
    assert seen == LISTS[group]


def test_the_menu_shows_only_what_the_reader_may_open(client: Client) -> None:
    signed_in(client, "recruiter")
    page = client.get("/admin/").content.decode()
    assert "Invitations" in page
    assert "API keys" not in page


def test_a_reviewer_changes_nothing(client: Client, live: TestSession, question: Any) -> None:
    signed_in(client, "reviewer")
    before = TestSession.objects.values().get()
    refused = [
        reverse("admin:questions_question_add"),
        reverse("admin:questions_question_change", args=[question.pk]),
        reverse("admin:questions_question_publish_now", args=[question.pk]),
        reverse("admin:questions_question_delete", args=[question.pk]),
        reverse("admin:questions_assessment_change", args=[live.assessment_id]),
        reverse("admin:questions_assessment_invite_candidates", args=[live.assessment_id]),
        reverse("admin:test_sessions_candidate_add"),
        reverse("admin:test_sessions_candidate_change", args=["alice"]),
        reverse("admin:test_sessions_candidate_invite", args=["alice"]),
        reverse("admin:test_sessions_invitation_add"),
        reverse("admin:test_sessions_invitation_invite_several"),
        reverse("admin:test_sessions_testsession_change", args=[live.pk]),
        *(
            reverse(f"admin:test_sessions_testsession_{action}", args=[live.pk])
            for action in ("add_time", "end_now", "reopen", "message")
        ),
    ]
    fields = {"_form_submitted": "on", "minutes": "5", "reason": "x", "text": "x", "name": "x", "_save": ""}
    for url in refused:
        assert client.post(url, fields).status_code == 403, url
    assert TestSession.objects.values().get() == before
    page = client.get(reverse("admin:test_sessions_testsession_change", args=[live.pk]))
    assert page.status_code == 200
    assert {action["title"] for action in page.context["actions_detail"]} == {"Live board"}


def test_bulk_actions_are_not_offered_to_who_may_not(client: Client, question: Any) -> None:
    signed_in(client, "reviewer")
    question.title = "Changed"
    question.save()
    client.post("/admin/questions/question/", {"action": "publish_selected", "_selected_action": [str(question.pk)]})
    assert question.versions.count() == 1


# --- API keys ---------------------------------------------------------------------------------------------


def test_a_key_is_shown_once(client: Client) -> None:
    signed_in(client, "admin")
    answer = client.post(
        "/admin/test_sessions/apikey/add/", {"name": "ATS", "scopes": ["results", "candidates"], "_save": ""}
    )
    key = ApiKey.objects.get()
    shown = answer.content.decode()
    text = answer.context["text"]
    assert text.startswith(f"{key.prefix}.")
    assert f"Authorization: Api-Key {text}" in shown
    assert "no-store" in answer.headers["Cache-Control"]
    secret = text.split(".")[1]
    for url in ("/admin/test_sessions/apikey/", reverse("admin:test_sessions_apikey_change", args=[key.pk]), "/admin/"):
        assert secret not in client.get(url).content.decode()
    assert secret not in repr(list(ApiKey.objects.values()))
    from sessions.services.keys import secret_hash

    assert secret_hash(secret) == key.secret_sha256


@pytest.mark.parametrize("fields", [{"name": "x"}, {"name": "x", "scopes": ["root"]}, {"scopes": ["results"]}])
def test_a_key_needs_a_name_and_known_scopes(client: Client, fields: dict[str, Any]) -> None:
    signed_in(client, "admin")
    assert client.post("/admin/test_sessions/apikey/add/", {**fields, "_save": ""}).status_code == 200
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_and_never_edited(client: Client, api_key: str) -> None:
    signed_in(client, "admin")
    key = ApiKey.objects.get()
    page = reverse("admin:test_sessions_apikey_change", args=[key.pk])
    assert client.post(page, {"name": "other", "_save": ""}).status_code == 403
    assert client.post(reverse("admin:test_sessions_apikey_delete", args=[key.pk])).status_code == 403
    client.post(reverse("admin:test_sessions_apikey_revoke", args=[key.pk]), {"_form_submitted": "on"})
    key.refresh_from_db()
    assert key.revoked_at


def test_a_recruiter_cannot_revoke_keys(client: Client, api_key: str) -> None:
    signed_in(client, "recruiter")
    url = reverse("admin:test_sessions_apikey_revoke", args=[ApiKey.objects.get().pk])
    assert client.post(url, {"_form_submitted": "on"}).status_code == 403
    assert ApiKey.objects.get().revoked_at is None


# --- staff ------------------------------------------------------------------------------------------------


def test_the_admin_group_cannot_make_itself_superuser(client: Client) -> None:
    signed_in(client, "admin")
    me = User.objects.get(username="admin-x")
    group = Group.objects.get(name="reviewer")
    fields = {
        "username": "admin-x",
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "on",
        "user_permissions": ["1", "2", "3"],
        "groups": [str(group.pk)],
        "_save": "",
    }
    answer = client.post(reverse("admin:auth_user_change", args=[me.pk]), fields)
    assert answer.status_code == 302
    me.refresh_from_db()
    assert not me.is_superuser
    assert me.user_permissions.count() == 0


def test_the_admin_group_cannot_get_at_a_superuser(client: Client) -> None:
    root = User.objects.create_superuser("root", password="secret-root-password")
    signed_in(client, "admin")
    hijack = {"password1": "xxxxxxxx-1", "password2": "xxxxxxxx-1", "usable_password": "true"}
    assert client.post(reverse("admin:auth_user_password_change", args=[root.pk]), hijack).status_code == 403
    assert client.post(reverse("admin:auth_user_change", args=[root.pk]), {"username": "root"}).status_code == 403
    root.refresh_from_db()
    assert root.check_password("secret-root-password")


def test_groups_with_more_rights_than_ones_own_cannot_be_given(client: Client) -> None:
    from django.contrib.auth.models import Permission

    signed_in(client, "admin")
    mighty = Group.objects.create(name="mighty")
    mighty.permissions.add(Permission.objects.get(codename="delete_user"))
    me = User.objects.get(username="admin-x")
    page = client.get(reverse("admin:auth_user_change", args=[me.pk]))
    offered = {group.name for group in page.context["adminform"].form.fields["groups"].queryset}
    assert offered == {"admin", "recruiter", "reviewer"}


def test_a_recruiter_sees_no_staff_but_staff_without_a_group_still_get_a_page(client: Client) -> None:
    client.force_login(User.objects.create_user("nobody-yet", is_staff=True))
    answer = client.get("/admin/")
    assert answer.status_code == 200
    assert "none of the groups" in answer.content.decode()
