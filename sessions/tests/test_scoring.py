"""From reports to scores: the best counts, on a tie the latest; last drafts are judged; ours is never scored."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from executor import beats
from executor.core.job import Report
from executor.core.job import TestResult as Outcome
from executor.core.sandbox import SandboxInfo
from executor.core.verdicts import Verdict, overall
from executor.models import Run
from executor.services import cases_of, judge_again
from sessions.lifecycle import Method
from sessions.models import Submission, TestSession
from sessions.services import sweeping
from sessions.services.drafts import save_draft
from sessions.services.scoring import record_report, settle
from sessions.services.sitting import complete
from sessions.services.staff import reopen
from sessions.services.submitting import submit
from sessions.services.sweeping import sweep

pytestmark = pytest.mark.django_db


def judge_as(run: Run, passed: int) -> None:
    """Finish a run with its first `passed` hidden tests accepted, as a worker records it."""
    run.refresh_from_db()
    tests, left = [], passed
    for case in cases_of(run):
        good = not case.hidden or left > 0
        left -= case.hidden and good
        verdict = Verdict.ACCEPTED if good else Verdict.WRONG_ANSWER
        tests.append(Outcome(case.id, verdict, 1, 1, 1, points=case.points if good else 0))
    report = Report(overall([t.verdict for t in tests]), tuple(tests))
    finish(run, report)


def finish(run: Run, report: Report) -> None:
    run.state, run.report, run.verdict = "done", report.to_json(), report.verdict.value
    run.finished_at = timezone.now()
    run.save()
    record_report(run)


@pytest.fixture
def hand_in(sitting: TestSession, question: Any, later: Any) -> Any:
    def call(passed: int | None, seconds: float) -> Submission:
        made = submit(
            session_id=sitting.id,
            question_id=question.id,
            language="python",
            code=f"# {seconds}\n",
            received_at=later(seconds),
        )
        if passed is not None:
            judge_as(made.run, passed)
        return made

    return call


@pytest.mark.parametrize(
    ("tries", "best", "score"),
    [
        ([3], 0, 100.0),
        ([0], 0, 0.0),
        ([1, 3, 2], 1, 100.0),
        ([2, 2], 1, 200 / 3),
        ([2, 1], 0, 200 / 3),
    ],
)
def test_the_best_counts_on_a_tie_the_latest(
    hand_in: Any, sitting: TestSession, tries: list[int], best: int, score: float
) -> None:
    made = [hand_in(passed, 10.0 * (n + 1)) for n, passed in enumerate(tries)]
    entry = sitting.questions.get()
    assert entry.best == made[best]
    assert entry.score == pytest.approx(score)


def test_a_result_is_pending_until_every_run_is_in(
    hand_in: Any, sitting: TestSession, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first = hand_in(None, 10)
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    sitting.refresh_from_db()
    assert sitting.result_ready_at is None
    with django_capture_on_commit_callbacks(execute=True):
        judge_as(first.run, 3)
    sitting.refresh_from_db()
    assert (sitting.score, sitting.max_score) == (100.0, 100.0)
    assert sitting.events.filter(kind="result_ready").count() == 1


def test_the_last_draft_is_judged_where_nothing_was_submitted(
    sitting: TestSession, question: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for seconds, language, code in [(5, "cpp", "old"), (9, "python", "print(sum(map(int, input().split())))")]:
        save_draft(
            session_id=sitting.id, question_id=question.id, language=language, code=code, received_at=later(seconds)
        )
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    made = sitting.submissions.get()
    assert (made.origin, made.language, made.received_at) == ("draft", "python", later(9))
    with django_capture_on_commit_callbacks(execute=True):
        judge_as(made.run, 1)
    sitting.refresh_from_db()
    assert sitting.score == pytest.approx(100 / 3)


def test_after_a_reopen_earlier_submissions_go_on_counting(
    hand_in: Any, sitting: TestSession, recruiter: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    made = hand_in(2, 10)
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    new = reopen(session_id=sitting.id, reason="our outage", actor=recruiter, now=later(30))
    assert new.questions.get().best == made
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=new.id, method=Method.MANUAL, now=later(40))
    new.refresh_from_db()
    assert new.score == pytest.approx(200 / 3)
    assert new.submissions.count() == 0


def test_untouched_starter_code_is_not_judged(
    sitting: TestSession, question: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    save_draft(
        session_id=sitting.id, question_id=question.id, language="python", code="# your code\n", received_at=later(5)
    )
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    sitting.refresh_from_db()
    assert (sitting.submissions.count(), sitting.score) == (0, 0.0)


def test_a_fault_of_ours_is_never_scored_and_keeps_the_result_pending(
    hand_in: Any, sitting: TestSession, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    made = hand_in(None, 10)
    finish(made.run, Report(Verdict.INTERNAL_ERROR, fault="the box broke"))
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    sitting.refresh_from_db()
    assert (sitting.result_ready_at, sitting.questions.get().score) == (None, None)
    assert sitting.events.filter(kind="judging_failed").exists()


def test_settling_twice_changes_nothing(
    hand_in: Any, sitting: TestSession, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    hand_in(2, 10)
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    settle(session_id=sitting.id)
    assert settle(session_id=sitting.id).events.filter(kind="result_ready").count() == 1


def test_a_question_that_is_judged_again_changes_the_result(
    hand_in: Any, sitting: TestSession, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    made = hand_in(1, 10)
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    sitting.refresh_from_db()
    assert sitting.score == pytest.approx(100 / 3)
    made.run.refresh_from_db()
    assert judge_again(run=made.run)
    with django_capture_on_commit_callbacks(execute=True):
        judge_as(made.run, 3)
    sitting.refresh_from_db()
    assert (sitting.score, sitting.questions.get().score) == (100.0, 100.0)
    assert sitting.result_ready_at


def test_a_last_draft_waits_for_a_sandbox_that_is_away(
    sitting: TestSession, question: Any, later: Any, django_capture_on_commit_callbacks: Any
) -> None:
    save_draft(
        session_id=sitting.id, question_id=question.id, language="python", code="print(3)\n", received_at=later(9)
    )
    beats.beat("w", slots=1, info=SandboxInfo(name=""), reason="no container engine answers")
    with django_capture_on_commit_callbacks(execute=True):
        complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    sitting.refresh_from_db()
    assert (sitting.result_ready_at, sitting.submissions.count()) == (None, 0)
    beats.beat("w", slots=1, info=SandboxInfo("fake", languages={"python": "3"}), reason="")
    settle(session_id=sitting.id)
    assert sitting.submissions.get().origin == "draft"


@pytest.mark.django_db(transaction=True)
def test_an_end_that_is_committed_is_answered_so_and_the_sweeper_settles(sitting: TestSession, later: Any) -> None:
    def away(execute: Any, sql: str, *more: Any) -> Any:
        if "sessionquestion" in sql:
            raise OperationalError("the database is away")
        return execute(sql, *more)

    with connection.execute_wrapper(away):
        ended = complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    assert ended.status == "completed"
    sitting.refresh_from_db()
    assert sitting.result_ready_at is None
    sweep(now=later(30))
    sitting.refresh_from_db()
    assert sitting.result_ready_at


def test_a_result_that_waits_for_a_verdict_keeps_no_other_from_the_sweeper(
    sitting: TestSession, bobs: TestSession, question: Any, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 1)
    at = timezone.now()
    made = submit(session_id=bobs.id, question_id=question.id, language="python", code="# b\n", received_at=at)
    finish(made.run, Report(Verdict.INTERNAL_ERROR, fault="the box broke"))
    complete(session_id=bobs.id, method=Method.MANUAL, now=at)
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    sweep(now=later(30))
    sitting.refresh_from_db()
    assert sitting.result_ready_at
