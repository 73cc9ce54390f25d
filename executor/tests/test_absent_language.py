"""A queued run whose language no worker has: said at once, given up after a time, never lost to a worker that comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from executor import queue
from executor.models import Run, WorkerBeat
from executor.selectors import absent_languages, health
from executor.tests.queueing import put

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=700)


def beat(name: str, *languages: str, ago: float = 0, sandbox: str = "fake") -> None:
    WorkerBeat.objects.create(
        name=name,
        at=timezone.now() - timedelta(seconds=ago),
        sandbox=sandbox,
        languages=dict.fromkeys(languages, "1"),
        slots=1,
    )


@pytest.fixture
def waiting(db: None) -> Run:
    """Queued long ago, while somebody had C#."""
    run = put(language="csharp")
    Run.objects.update(created_at=timezone.now() - LATER)
    return run


def test_where_no_worker_lives_it_waits(waiting: Run) -> None:
    assert (absent_languages(), queue.give_up_absent()) == (set(), 0)
    assert health()["waiting_for_language"] == {}


def test_where_others_work_it_is_said_and_given_up(waiting: Run) -> None:
    beat("w", "python")
    assert health()["waiting_for_language"] == {"csharp": 1}
    assert queue.give_up_absent() == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.verdict) == ("done", "internal_error")
    assert waiting.report and "no worker had C#" in waiting.report["fault"]
    assert queue.give_up_absent() == 0


def test_one_that_has_not_waited_long_goes_on_waiting(waiting: Run) -> None:
    beat("w", "python")
    Run.objects.update(created_at=timezone.now() - timedelta(seconds=500))
    assert queue.give_up_absent() == 0


@pytest.mark.parametrize(
    ("ago", "sandbox"), [(0, "fake"), (0, ""), (60, "fake"), (500, "fake")], ids=["has", "away", "stale", "restarting"]
)
def test_a_worker_that_had_it_lately_is_waited_for(waiting: Run, ago: float, sandbox: str) -> None:
    beat("w", "python")
    beat("x", "csharp", ago=ago, sandbox=sandbox)
    assert queue.give_up_absent() == 0


def test_a_worker_that_was_quicker_keeps_it(waiting: Run) -> None:
    beat("w", "python")
    stale = Run.objects.get()
    assert queue.claim("x", ["csharp"]) is not None
    assert not queue._give_up(stale)
    assert Run.objects.get().worker == "x"
