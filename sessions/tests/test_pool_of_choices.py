"""A pool may draw questions of choice: made in the form, drawn, shuffled, pinned, shown, answered, scored."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from questions.models import Assessment, Choice, Question
from questions.services import publish
from questions.tests.test_admin_questions import assessment_form, complaints, formset
from sessions.models import SessionQuestion, TestSession
from sessions.selectors import snapshot
from sessions.services.inviting import invite
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db
KINDS = ("single", "single", "multiple", "multiple")
TEXTS = ("a list", "a set", "a heap", "a tree", "a queue", "a map")
RIGHT = {"single": {"a set"}, "multiple": {"a set", "a heap"}}


@pytest.fixture
def bank(question: Question) -> list[Question]:
    """Four published questions of choice with a tag of their own, beside a program without it."""
    made = []
    for number, kind in enumerate(KINDS):
        one = Question.objects.create(
            kind=kind, title=f"Choice {number}", slug=f"choice-{number}", statement="Which?", tags=["choosing"]
        )
        for order, text in enumerate(TEXTS):
            Choice.objects.create(question=one, text=text, right=text in RIGHT[kind], order=order)
        publish(question=one, actor=None, now=timezone.now())
        made.append(one)
    return made


@pytest.fixture
def pooled(client: Client, recruiter: Any, bank: list[Question], question: Question) -> Assessment:
    """Three of the four, their choices shuffled: as a recruiter makes it in the admin."""
    fields = {
        **formset("sections", {"title": "Drawn", "order": "0", "draw": "", "shuffle_choices": "on"}),
        **formset("sections-0-entries"),
        **formset("sections-0-pools", {"draw": "3", "tag": "choosing", "difficulty": "", "weight": "10", "order": "0"}),
    }
    client.force_login(recruiter)
    answer = client.post("/admin/questions/assessment/add/", assessment_form(question, _save="", **fields))
    assert answer.status_code == 302, complaints(answer)
    return Assessment.objects.get()


@pytest.fixture
def candidate(pooled: Assessment, alice: Any) -> tuple[Client, TestSession]:
    """Alice in her browser, after the start."""
    session = invite(candidate=alice, assessment=pooled, now=timezone.now()).sessions.get()
    browser = Client()
    browser.get(f"/t/{session_token(session)}/")
    assert browser.post(f"/s/{session.id}/start").status_code == 302
    session.refresh_from_db()
    return browser, session


def entries(session: TestSession) -> list[SessionQuestion]:
    return list(session.questions.select_related("version"))


def tick(browser: Client, entry: SessionQuestion, texts: set[str]) -> None:
    """By the form without script."""
    chosen = [choice["id"] for choice in entry.choices if choice["text"] in texts]
    form = {"question": str(entry.question_id), "language": "answer", "base_language": "answer", "base_rev": "0"}
    assert browser.post(f"/s/{entry.session_id}/save", {**form, "code": chosen}).status_code == 302


def test_what_is_drawn_is_answered_and_scored(
    candidate: tuple[Client, TestSession], django_capture_on_commit_callbacks: Any
) -> None:
    browser, session = candidate
    first, second, _unanswered = entries(session)
    tick(browser, first, RIGHT[first.version.kind])
    tick(browser, second, RIGHT[second.version.kind] ^ {"a tree", "a set"})  # one right, one wrong
    page = browser.get(f"/s/{session.id}/").content.decode()
    assert page.count(" checked") == len(RIGHT[first.version.kind]) + len(RIGHT[second.version.kind])
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(f"/s/{session.id}/finish", {"sure": "1"}).status_code == 302
    session.refresh_from_db()
    assert [entry.score for entry in entries(session)] == [10, 0, 0]
    assert (session.status, session.score, session.max_score) == ("completed", 10, 30)
    assert session.result_ready_at is not None


def test_choices_are_shuffled_and_nothing_tells_which_are_right(candidate: tuple[Client, TestSession]) -> None:
    browser, session = candidate
    page = browser.get(f"/s/{session.id}/").content.decode()
    orders = [[choice["text"] for choice in entry.choices] for entry in entries(session)]
    assert all(sorted(order) == sorted(TEXTS) for order in orders)
    assert any(order != list(TEXTS) for order in orders)  # all three unshuffled: one in 720³
    for entry, order in zip(entries(session), orders, strict=True):
        part = page[page.index(f'id="q-{entry.question_id}"') :]
        assert [part.index(text) for text in order] == sorted(part.index(text) for text in order)
    shown = snapshot(session, timezone.now())["questions"]
    assert [[choice["text"] for choice in one["choices"]] for one in shown] == orders
    assert all(set(choice) == {"id", "text"} for one in shown for choice in one["choices"])
    assert "answer_key" not in page


def test_what_was_drawn_is_pinned_and_scored_as_it_was(
    candidate: tuple[Client, TestSession], bank: list[Question], django_capture_on_commit_callbacks: Any
) -> None:
    browser, session = candidate
    before = [(entry.version_id, entry.choice_order) for entry in entries(session)]
    for one in bank:  # turned around, renamed, and out of the pool
        for choice in one.choices.all():
            choice.right = choice.text == "a map" or (one.kind == "multiple" and choice.text == "a tree")
            choice.save()
        Question.objects.filter(pk=one.pk).update(tags=[], title="Edited")
        publish(question=Question.objects.get(pk=one.pk), actor=None, now=timezone.now())
    assert [(entry.version_id, entry.choice_order) for entry in entries(session)] == before
    for entry in entries(session):
        assert entry.version.title.startswith("Choice ")
        tick(browser, entry, RIGHT[entry.version.kind])
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"/s/{session.id}/finish", {"sure": "1"})
    session.refresh_from_db()
    assert (session.score, session.max_score) == (30, 30)


def test_who_draws_from_a_pool_of_choices_reads_beforehand_how_they_count(pooled: Assessment, alice: Any) -> None:
    session = invite(candidate=alice, assessment=pooled, now=timezone.now()).sessions.get()
    browser = Client()
    browser.get(f"/t/{session_token(session)}/")
    assert b"Choices and texts are not submitted" in browser.get(f"/s/{session.id}/").content
