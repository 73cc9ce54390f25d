"""The people of the live benchmark: an assessment of three questions, and candidates who are invited to it."""

import uuid
from datetime import datetime

from questions.models import Assessment, Question, Section, SectionQuestion, StarterCode, TestCase
from questions.services import publish
from sessions.lifecycle import Method, Status
from sessions.models import Candidate, TestSession
from sessions.tokens import session_token

QUESTIONS = 3


def make_assessment(now: datetime) -> Assessment:
    """An assessment of QUESTIONS published questions; a new one each time."""
    name = uuid.uuid4().hex[:8]
    made = Assessment.objects.create(title=f"Live {name}", slug=f"live-{name}", duration_minutes=120)
    section = Section.objects.create(assessment=made, title="All")
    for number in range(QUESTIONS):
        question = Question.objects.create(
            title=f"Question {number + 1}", slug=f"live-{name}-{number}", statement="Add two numbers.\n" * 20
        )
        for order in range(10):
            TestCase.objects.create(
                question=question, input=f"{order} 1\n", expected_output=f"{order + 1}\n", order=order,
                sample=order < 2, points=int(order >= 2),
            )  # fmt: skip
        StarterCode.objects.create(question=question, language="python", code="# your code\n")
        publish(question=question, actor=None, now=now)
        SectionQuestion.objects.create(section=section, question=question, weight=100, order=number)
    return made


def tidy(now: datetime) -> None:
    """End what earlier runs left: the server would compensate and sweep thousands of sessions that nobody sits."""
    left = TestSession.objects.filter(assessment__slug__startswith="live-", finalised_at__isnull=True)
    left.filter(started_at__isnull=True).delete()
    left.update(
        status=Status.COMPLETED.value,
        ended_at=now,
        finalised_at=now,
        result_ready_at=now,
        next_check_at=None,
        completion_method=Method.AUTO.value,
    )


def invite_many(assessment: Assessment, count: int) -> list[tuple[str, str]]:
    """Candidates with a session that waits for its start: (session id, token) each."""
    prefix = uuid.uuid4().hex[:8]
    people = [Candidate(id=f"{prefix}-{n}", name=f"Candidate {n:05}") for n in range(count)]
    Candidate.objects.bulk_create(people, batch_size=1000)
    sessions = [
        TestSession(
            candidate=person,
            assessment=assessment,
            status=Status.INVITED.value,
            duration_minutes=assessment.duration_minutes,
        )
        for person in people
    ]
    TestSession.objects.bulk_create(sessions, batch_size=1000)
    return [(str(session.id), session_token(session)) for session in sessions]
