"""A submission that was really queued, judged behind the sandbox port by a fake, and recorded."""

from datetime import datetime
from typing import Any
from uuid import UUID

from executor.core.judge import judge
from executor.queue import claim, record
from executor.services import cases_of, job_of
from executor.tests.fakes import FakeSandbox, outcome
from sessions.models import Submission
from sessions.services.submitting import submit


def judged_submission(
    session_id: UUID, question_id: UUID, at: datetime, *, code: str = "print(3)\n", printed: bytes = b"3\n"
) -> Submission:
    """Hand in `code`, which prints the same on each test."""
    handed = submit(session_id=session_id, question_id=question_id, language="python", code=code, received_at=at)
    run = claim("tests")
    assert run is not None
    tests = len(handed.entry.version.cases)
    assert record(run, judge(job_of(run), FakeSandbox([outcome(stdout=printed) for _ in range(tests)])))
    handed.refresh_from_db()
    return handed


def judge_next() -> Submission:
    """Judge the run that waits next, with every answer right; returns its submission."""
    run = claim("tests")
    assert run is not None
    right: list[Any] = [outcome(stdout=(case.expected or "").encode()) for case in cases_of(run)]
    assert record(run, judge(job_of(run), FakeSandbox(right)))
    return Submission.objects.get(run=run)
