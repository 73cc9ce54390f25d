"""How an answer was written, for the page that plays it: who may see it, and what a browser is given."""

from typing import Any

import pytest
from django.test import Client

from sessions.models import Draft, SessionEvent, TestSession
from sessions.playback import playback
from sessions.services import signals
from sessions.services.drafts import save_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(sitting: TestSession, question: Any, later: Any) -> Draft:
    """Three texts with a character beyond the basic plane; a paste before the second."""
    given = {"session_id": sitting.id, "question_id": question.id, "language": "python"}
    paste = {"question": str(question.id), "size": 7}
    SessionEvent.objects.create(session=sitting, kind=signals.PASTED, data=paste, at=later(11))
    elsewhere = {"question": "another", "size": 99}
    SessionEvent.objects.create(session=sitting, kind=signals.PASTED, data=elsewhere, at=later(12))
    for seconds, code in ((10, "𝄞 = 1"), (13, "𝄞 = 1 + pasted"), (400, "= 1 + pasted")):
        draft = save_draft(**given, code=code, client_id="a", client_seq=seconds, received_at=later(seconds))
    return draft


def test_the_changes_make_every_text_as_a_browser_counts(written: Draft) -> None:
    text = b""
    texts = []
    for step in playback(written):
        start, end = 2 * step["start"], 2 * (step["start"] + step["removed"])
        text = text[:start] + step["inserted"].encode("utf-16-le") + text[end:]
        texts.append(text.decode("utf-16-le"))
    assert texts == ["𝄞 = 1", "𝄞 = 1 + pasted", "= 1 + pasted"]


def test_a_paste_stands_at_the_save_that_brought_it(written: Draft) -> None:
    assert [step["noticed"] for step in playback(written)] == [[], ["Pasted 7 characters"], []]


def test_a_paste_long_before_a_save_is_not_said_to_be_of_it(
    written: Draft, sitting: TestSession, question: Any, later: Any
) -> None:
    data = {"question": str(question.id), "size": 8}
    SessionEvent.objects.create(session=sitting, kind=signals.PASTED, data=data, at=later(100))
    assert [step["noticed"] for step in playback(written)] == [[], ["Pasted 7 characters"], []]


def test_staff_alone_may_see_it(written: Draft, recruiter: Any, reviewer: Any, django_user_model: Any) -> None:
    path = f"/playback/{written.pk}/"
    browser = Client()
    assert browser.get(path).headers["Location"].startswith("/admin/login/")
    browser.force_login(django_user_model.objects.create_user("nobody", is_staff=True))
    assert browser.get(path).status_code == 403
    for who in (recruiter, reviewer):
        browser.force_login(who)
        assert b"Alice Adams" in browser.get(path).content
    assert browser.get("/playback/999999/").status_code == 404


def test_where_nothing_is_kept_the_page_says_so(written: Draft, recruiter: Any) -> None:
    written.edits.all().delete()
    browser = Client()
    browser.force_login(recruiter)
    assert "Nothing is kept of how this text was written." in browser.get(f"/playback/{written.pk}/").content.decode()


def test_the_page_of_a_session_leads_to_it(written: Draft, recruiter: Any) -> None:
    browser = Client()
    browser.force_login(recruiter)
    page = f"/admin/test_sessions/testsession/{written.entry.session_id}/change/"
    assert f'href="/playback/{written.pk}/"' in browser.get(page).content.decode()
