"""What a start asks of the database: as much for many questions as for one. And what is kept shows nothing stale."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.models import Assessment, Question, Section, SectionQuestion, TestCase
from questions.services import publish
from questions.shown import shown_of
from sessions.models import Candidate, TestSession
from sessions.selectors import snapshot
from sessions.services.inviting import invite
from sessions.services.sitting import start_session
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db


def made(questions: int, now: datetime) -> Assessment:
    assessment = Assessment.objects.create(title=f"Of {questions}", slug=f"of-{questions}")
    section = Section.objects.create(assessment=assessment, title="All")
    for number in range(questions):
        question = Question.objects.create(title=f"Q{number}", slug=f"of-{questions}-{number}", statement="Add.")
        for order, sample in enumerate((True, False)):
            TestCase.objects.create(
                question=question, input=f"in-{order}", expected_output=f"out-{order}", sample=sample, order=order
            )
        publish(question=question, actor=None, now=now)
        SectionQuestion.objects.create(section=section, question=question, order=number)
    return assessment


def invited(assessment: Assessment, name: str, now: datetime) -> TestSession:
    candidate = Candidate.objects.create(id=f"{name}-{assessment.slug}", name=name)
    return invite(candidate=candidate, assessment=assessment, now=now).sessions.get()


def queries(assessment: Assessment, now: datetime) -> tuple[int, int]:
    """Of a start and of the page after it, where somebody started before."""
    start_session(session_id=invited(assessment, "first", now).id, now=now)
    session = invited(assessment, "second", now)
    client = Client(SERVER_NAME="localhost")
    client.cookies["sitting"] = session_token(session)
    with CaptureQueriesContext(connection) as start:
        assert client.post(f"/s/{session.id}/start").status_code == 302
    with CaptureQueriesContext(connection) as page:
        assert client.get(f"/s/{session.id}/").status_code == 200
    return len(start), len(page)


def test_a_start_of_many_questions_asks_no_more_than_one_of_one() -> None:
    from django.utils import timezone

    now = timezone.now()
    few, many = queries(made(1, now), now), queries(made(9, now), now)
    assert few == many
    assert few[0] <= 12
    assert few[1] <= 5


def test_what_is_kept_of_a_version_holds_nothing_hidden(now: datetime) -> None:
    made(1, now)
    version = Question.objects.get().versions.get()
    kept = str(asdict(shown_of([version.pk])[version.pk]))
    assert "in-0" in kept
    assert "out-0" in kept
    assert "in-1" not in kept
    assert "out-1" not in kept


def test_who_starts_after_an_edit_is_shown_the_new_version_and_who_runs_the_old_one(now: datetime) -> None:
    assessment = made(1, now)
    before = start_session(session_id=invited(assessment, "before", now).id, now=now)
    first: Any = snapshot(before, now)["questions"]
    Question.objects.update(statement="Multiply.")
    publish(question=Question.objects.get(), actor=None, now=now)
    after = start_session(session_id=invited(assessment, "after", now).id, now=now)
    assert "Multiply" in snapshot(after, now)["questions"][0]["statement_html"]
    assert snapshot(before, now)["questions"] == first
