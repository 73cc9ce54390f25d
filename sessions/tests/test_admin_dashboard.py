"""The first page of staff: what runs, whether code can run, what came out."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from executor.models import WorkerBeat
from sessions.models import TestSession
from sessions.services import staff
from sessions.tests.judging import judged_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, reviewer: Any) -> Any:
    client.force_login(reviewer)
    return lambda: client.get("/admin/")


def test_says_that_code_cannot_run_where_no_worker_lives(page: Any) -> None:
    text = page().content.decode()
    assert "code cannot run" in text
    assert "Nobody is sitting a test" in text


def test_shows_the_executor_the_running_and_the_results(
    page: Any, live: TestSession, bobs: TestSession, question: Any
) -> None:
    WorkerBeat.objects.create(
        name="w", at=timezone.now(), sandbox="bubblewrap", languages={"python": "Python 3.13"}, slots=2
    )
    judged_submission(live.id, question.id, timezone.now(), printed=b"7002\n")
    judged_submission(bobs.id, question.id, timezone.now(), printed=b"7002\n")
    staff.end(session_id=bobs.id, reason="over", actor=None, now=timezone.now())
    from sessions.services.scoring import settle

    settle(session_id=bobs.id)
    answer = page()
    context = answer.context
    assert context["health"]["ok"]
    assert context["running"]["count"] == 1
    assert context["today"]["average"] == pytest.approx(100 / 3)
    assert [(row["words"], row["count"]) for row in context["verdicts"]] == [("wrong answer", 2)]
    text = answer.content.decode()
    for expected in ("Alice Adams", "Bob Brown", "bubblewrap", "33 %"):
        assert expected in text
