"""The candidate's pages and the board: who is let in, which state shows what, and the form without script."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from executor.core.limits import MAX_SOURCE_BYTES
from executor.selectors import languages_present
from questions.models import Assessment
from sessions.lifecycle import Method
from sessions.models import Draft, TestSession
from sessions.selectors import snapshot
from sessions.services.inviting import invite, renew_link, revoke
from sessions.services.scoring import settle
from sessions.services.sitting import complete, start_session
from sessions.services.staff import reopen
from sessions.tests.judging import judged_submission
from sessions.tokens import invitation_token, session_token

pytestmark = pytest.mark.django_db
SECRETS = ("7001", "7002", "7003", "7004", "-7005", "-7000")  # of the hidden tests


@pytest.fixture
def invitation(alice: Any, assessment: Any) -> Any:
    return invite(candidate=alice, assessment=assessment, now=timezone.now())


@pytest.fixture
def session(invitation: Any) -> TestSession:
    found: TestSession = invitation.sessions.get()
    return found


@pytest.fixture
def browser(invitation: Any) -> Client:
    """A browser that has opened the invitation's link."""
    client = Client()
    assert client.get(f"/t/{invitation_token(invitation)}/").status_code == 302
    return client


@pytest.fixture
def languages() -> list[str]:
    names = languages_present()
    if "python" not in names:
        pytest.fail("this machine has no sandbox with Python")
    return names


def page_data(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def text(response: Any) -> str:
    return str(response.content.decode())


# --- the link ---------------------------------------------------------------------------------------------


def test_a_link_starts_nothing_and_leads_to_the_instructions(invitation: Any, session: TestSession) -> None:
    client = Client()
    answer = client.get(f"/t/{invitation_token(invitation)}/")
    assert answer.headers["Location"] == f"/s/{session.id}/"
    cookie = answer.cookies["sitting"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/s/{session.id}/", True, "Lax")
    page = client.get(f"/s/{session.id}/")
    assert page.status_code == 200
    assert "Start the test" in text(page)
    session.refresh_from_db()
    invitation.refresh_from_db()
    assert session.status == "invited"
    assert session.started_at is None
    assert invitation.opened_at is not None


def test_a_sessions_own_token_is_a_link_too(session: TestSession) -> None:
    assert Client().get(f"/t/{session_token(session)}/").headers["Location"] == f"/s/{session.id}/"


@pytest.mark.parametrize("token", ["x", "a" * 500, "%C3%A9", "AAAA.1~bad"])
def test_a_wrong_link_says_so_kindly(token: str) -> None:
    answer = Client().get(f"/t/{token}/")
    assert answer.status_code == 404
    assert "does not lead to a test" in text(answer)


def test_a_revoked_link_says_so_and_a_replaced_one_is_wrong(invitation: Any, recruiter: Any) -> None:
    old = invitation_token(invitation)
    revoke(invitation=invitation, actor=recruiter, now=timezone.now())
    answer = Client().get(f"/t/{old}/")
    assert (answer.status_code, "was withdrawn" in text(answer)) == (410, True)
    renew_link(invitation=invitation, actor=recruiter, now=timezone.now())
    assert Client().get(f"/t/{old}/").status_code == 404
    assert Client().get(f"/t/{invitation_token(invitation)}/").status_code == 302


def test_an_expired_link_cannot_start_but_a_running_test_goes_on(
    invitation: Any, session: TestSession, browser: Client
) -> None:
    invitation.expires_at = timezone.now() - timedelta(minutes=1)
    invitation.save()
    assert Client().get(f"/t/{invitation_token(invitation)}/").status_code == 410
    assert browser.get(f"/s/{session.id}/").status_code == 410
    invitation.expires_at = timezone.now() + timedelta(minutes=1)
    invitation.save()
    start_session(session_id=session.id, now=timezone.now())
    invitation.expires_at = timezone.now() - timedelta(minutes=1)
    invitation.save()
    assert Client().get(f"/t/{invitation_token(invitation)}/").status_code == 302


# --- whose page -------------------------------------------------------------------------------------------


def test_nobody_sees_another_candidates_page(session: TestSession, bobs: TestSession, admin_user: Any) -> None:
    bob = Client()
    bob.get(f"/t/{session_token(bobs)}/")
    bob.cookies["sitting"]["path"] = "/"  # also where he moves his cookie
    staff = Client()
    staff.force_login(admin_user)
    for client in (Client(), bob, staff):
        assert client.get(f"/s/{session.id}/").status_code == 403
        for action in ("start", "save", "finish"):
            assert client.post(f"/s/{session.id}/{action}", {"sure": "1"}).status_code == 403
    session.refresh_from_db()
    assert session.status == "invited"


def test_after_a_reopening_the_old_page_is_closed_and_the_link_opens_the_new_one(
    invitation: Any, session: TestSession, browser: Client, recruiter: Any
) -> None:
    now = timezone.now()
    start_session(session_id=session.id, now=now)
    complete(session_id=session.id, method=Method.MANUAL, now=now)
    new = reopen(session_id=session.id, reason="power cut", actor=recruiter, now=timezone.now())
    assert browser.get(f"/s/{session.id}/").status_code == 403
    assert browser.get(f"/t/{invitation_token(invitation)}/").headers["Location"] == f"/s/{new.id}/"


def test_forms_need_the_csrf_token(invitation: Any, session: TestSession) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/t/{invitation_token(invitation)}/")
    assert client.post(f"/s/{session.id}/start").status_code == 403
    session.refresh_from_db()
    assert session.status == "invited"


# --- states -----------------------------------------------------------------------------------------------


def test_start_begins_the_clock_once(session: TestSession, browser: Client) -> None:
    assert browser.get(f"/s/{session.id}/start").status_code == 405
    browser.post(f"/s/{session.id}/start")
    session.refresh_from_db()
    first = session.started_at
    assert first is not None
    browser.post(f"/s/{session.id}/start")
    session.refresh_from_db()
    assert session.started_at == first


def test_before_the_window_nothing_starts_and_the_page_says_when(
    session: TestSession, browser: Client, assessment: Any
) -> None:
    Assessment.objects.filter(id=assessment.id).update(opens_at=timezone.now() + timedelta(hours=1))
    assert "This test opens at" in text(browser.get(f"/s/{session.id}/"))
    answer = browser.post(f"/s/{session.id}/start")
    assert answer.status_code == 409
    session.refresh_from_db()
    assert session.status == "invited"


def test_the_workspace_carries_all_that_its_script_needs_and_nothing_hidden(
    session: TestSession, browser: Client, languages: list[str]
) -> None:
    browser.post(f"/s/{session.id}/start")
    answer = browser.get(f"/s/{session.id}/")
    html = text(answer)
    data = page_data(html)
    assert data["token"] == session_token(session)
    assert data["snapshot"]["status"] == "active"
    assert [q["title"] for q in data["snapshot"]["questions"]] == ["Add two"]
    assert html.count("<h1") == 2  # the test, and the question
    said = re.sub(r"[\w-]{20,}|\d{4}-\d\d-\d\dT[\d:.]+", "", html)  # ids, tokens and times have digits, too
    assert not [secret for secret in SECRETS if secret in said]
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert f"'nonce-{data['nonce']}'" in policy
    assert "unsafe" not in policy


def test_what_people_wrote_is_escaped(session: TestSession, browser: Client, alice: Any, assessment: Any) -> None:
    nasty = "</script><script>alert(1)</script>"
    alice.name = nasty
    alice.save()
    Assessment.objects.filter(id=assessment.id).update(title=nasty, instructions=f"{nasty}\n\n[x](javascript:alert(1))")
    for _ in ("instructions", "workspace"):
        html = text(browser.get(f"/s/{session.id}/"))
        assert "<script>alert" not in html
        assert 'href="javascript' not in html
        browser.post(f"/s/{session.id}/start")


def test_no_page_has_inline_script_or_style(session: TestSession, browser: Client) -> None:
    pages = [browser.get("/"), browser.get(f"/s/{session.id}/")]
    browser.post(f"/s/{session.id}/start")
    pages.append(browser.get(f"/s/{session.id}/"))
    browser.post(f"/s/{session.id}/finish", {"sure": "1"})
    pages += [browser.get(f"/s/{session.id}/"), browser.get("/nothing")]
    for page in pages:
        html = text(page)
        assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
        assert not re.search(r"\sstyle=|\son\w+=|<style", html)
        assert not re.search(r"(src|href)=\"(https?:)?//", html)


@pytest.mark.parametrize("shows", ["nothing", "score", "verdicts"])
def test_the_receipt_says_what_was_received_and_the_result_as_far_as_agreed(
    session: TestSession, browser: Client, assessment: Any, shows: str, django_capture_on_commit_callbacks: Any
) -> None:
    Assessment.objects.filter(id=assessment.id).update(shows_afterwards=shows)
    browser.post(f"/s/{session.id}/start")
    assert browser.post(f"/s/{session.id}/finish", {}).status_code == 302  # the box was not ticked
    session.refresh_from_db()
    assert session.status == "active"
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/s/{session.id}/finish", {"sure": "1"})
    html = text(browser.get(f"/s/{session.id}/"))
    assert "We have received your test" in html
    assert "You finished the test" in html
    assert ("0</span> of 100 points" in html) is (shows != "nothing")
    assert ("Tests passed" in html) is (shows == "verdicts")


@pytest.mark.parametrize("shows", ["nothing", "score", "verdicts"])
def test_the_page_says_which_submission_counts_and_after_the_end_as_far_as_agreed(
    session: TestSession, browser: Client, assessment: Any, question: Any, shows: str
) -> None:
    Assessment.objects.filter(id=assessment.id).update(shows_afterwards=shows)
    browser.post(f"/s/{session.id}/start")
    now = timezone.now()
    best = judged_submission(session.id, question.id, now, printed=b"7002\n")  # right in one test that has points
    worse = judged_submission(session.id, question.id, now + timedelta(seconds=1), code="print(5)\n", printed=b"5\n")

    def counting() -> dict[str, bool]:
        session.refresh_from_db()
        [state] = snapshot(session, timezone.now())["questions"]
        return {submission["id"]: submission["counts"] for submission in state["submissions"]}

    assert counting() == {str(best.id): True, str(worse.id): False}
    judged_submission(session.id, question.id, now + timedelta(seconds=2), printed=b"7004\n")
    assert list(counting().values()) == [True, False, False]  # newest first: on a tie the latest
    complete(session_id=session.id, method=Method.MANUAL, now=timezone.now())
    settle(session_id=session.id)
    html = text(browser.get(f"/s/{session.id}/"))
    assert ("What counts" in html) is ("Python" in html) is (shows == "verdicts")
    assert any(counting().values()) is (shows == "verdicts")


def test_at_the_end_of_time_the_page_is_the_receipt_before_any_sweep(session: TestSession, browser: Client) -> None:
    start_session(session_id=session.id, now=timezone.now() - timedelta(hours=2))
    html = text(browser.get(f"/s/{session.id}/"))
    assert "We have received your test" in html
    assert "The connection was lost" in html  # ten minutes after the start nobody was heard of any more


# --- the form without script ------------------------------------------------------------------------------


@pytest.fixture
def form(session: TestSession, browser: Client, question: Any, languages: list[str]) -> dict[str, str]:
    browser.post(f"/s/{session.id}/start")
    return {
        "question": str(question.id),
        "language": "python",
        "code": "print(1)\n",
        "base_rev": "0",
        "base_language": "python",
    }


def drafts(session: TestSession) -> list[tuple[str, str]]:
    return list(Draft.objects.filter(entry__session=session, late=False).values_list("language", "source"))


def test_the_form_saves_and_shows_what_it_saved(session: TestSession, browser: Client, form: dict[str, str]) -> None:
    answer = browser.post(f"/s/{session.id}/save", {**form, "code": "\r\n  a\r\n<b>\r\n"})
    assert answer.status_code == 302
    assert drafts(session) == [("python", "\n  a\n<b>\n")]
    html = text(browser.get(f"/s/{session.id}/"))
    assert "\n\n  a\n&lt;b&gt;\n</textarea>" in html  # a browser drops the first line feed of a textarea


def test_a_newer_text_of_another_tab_is_not_overwritten_unseen(
    session: TestSession, browser: Client, form: dict[str, str]
) -> None:
    from sessions.services.drafts import save_draft

    save_draft(
        session_id=session.id, question_id=UUID(form["question"]), language="python", code="newer", client_id="tab",
        client_seq=1, base_rev=0, received_at=timezone.now(),
    )  # fmt: skip
    answer = browser.post(f"/s/{session.id}/save", form)
    assert answer.status_code == 409
    assert "print(1)" in text(answer)
    assert drafts(session) == [("python", "newer")]
    rev = re.search(r'name="base_rev" value="(\d+)"', text(answer))
    assert rev
    assert browser.post(f"/s/{session.id}/save", {**form, "base_rev": rev[1]}).status_code == 302
    assert drafts(session) == [("python", "print(1)\n")]


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("question", "x", 400),
        ("question", "00000000-0000-0000-0000-000000000000", 404),
        ("language", "cobol", 400),
        ("code", "x" * (MAX_SOURCE_BYTES + 1), 413),
        ("code", "a\x00b", 400),
        ("base_rev", "99999999999999999999", 302),
    ],
)
def test_a_bad_field_is_a_refusal_and_never_a_fault(
    session: TestSession, browser: Client, form: dict[str, str], field: str, value: str, status: int
) -> None:
    assert browser.post(f"/s/{session.id}/save", {**form, field: value}).status_code == status


def test_after_the_end_the_form_saves_nothing(session: TestSession, browser: Client, form: dict[str, str]) -> None:
    complete(session_id=session.id, method=Method.MANUAL, now=timezone.now())
    assert browser.post(f"/s/{session.id}/save", form).status_code == 302
    assert drafts(session) == []


# --- the board --------------------------------------------------------------------------------------------


def test_the_board_is_for_staff_who_may_see_sessions(
    assessment: Any, recruiter: Any, browser: Client, alice: Any
) -> None:
    from django.contrib.auth.models import User

    path = f"/board/{assessment.id}/"
    for client in (Client(), browser):
        assert client.get(path).headers["Location"].startswith("/admin/login/?next=/board/")
    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody"))
    assert nobody.get(path).status_code == 403
    staff = Client()
    staff.force_login(recruiter)
    answer = staff.get(path)
    assert answer.status_code == 200
    assert page_data(text(answer)) == {"assessment_id": str(assessment.id)}
    assert alice.name not in text(answer)  # rows come over the socket alone
    assert staff.get("/board/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_invitation_says_who_invites_where_that_person_has_a_name(
    alice: Any, assessment: Any, recruiter: Any
) -> None:
    session = invite(candidate=alice, assessment=assessment, actor=recruiter, now=timezone.now()).sessions.get()
    browser = Client()
    browser.get(f"/t/{session_token(session)}/")
    assert "Invited by" not in browser.get(f"/s/{session.id}/").content.decode()  # a login is nobody's name
    recruiter.first_name, recruiter.last_name = "Rita", "Recruiter"
    recruiter.save()
    assert "<dt>Invited by</dt><dd>Rita Recruiter</dd>" in browser.get(f"/s/{session.id}/").content.decode()
