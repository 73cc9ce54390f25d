"""A candidate's token gets no hidden input or expected output from any route, whatever the program prints."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessment.tests.api_routes import api_routes
from executor.core.judge import judge
from executor.core.sandbox import Outcome
from executor.queue import claim, record
from executor.services import job_of
from executor.tests.fakes import FakeSandbox, outcome
from questions.models import Assessment, Choice, Question, SectionQuestion, TestCase
from questions.services import publish
from sessions.lifecycle import Method
from sessions.models import Submission
from sessions.services.sitting import complete
from sessions.services.submitting import run_samples, submit
from sessions.tokens import session_token

MARKERS = (b"secret-input", b"secret-output", b"secret-answer", b"answer_key", b'"right"', b"accepted_answers")


def echo(stdin: bytes) -> Outcome:
    """A program that prints its input, wherever it can."""
    return outcome(stdout=b"in: " + stdin, stderr=b"err: " + stdin, exit_code=3)


def judged(session: Any, question: Any) -> Submission:
    now = timezone.now()
    code = "print(open(0).read())"
    handed = submit(session_id=session.id, question_id=question.id, language="python", code=code, received_at=now)
    run = claim("tests")
    assert run is not None
    assert record(run, judge(job_of(run), FakeSandbox([echo] * 8)))
    handed.refresh_from_db()
    return handed


@pytest.fixture
def question(question: Any) -> Any:
    """The cast's question, whose hidden tests can be told from everything else."""
    for order in range(3):
        TestCase.objects.create(
            question=question,
            name=f"marked-{order}",
            input=f"secret-input {order}\n",
            expected_output=f"secret-output {order}\n",
            order=10 + order,
        )
    publish(question=question, actor=None, now=timezone.now())
    return question


@pytest.fixture
def choices(assessment: Any) -> list[Any]:
    """Questions of choice and of a short text in the same assessment."""
    section = assessment.sections.get()
    made = []
    for order, kind in enumerate(("single", "multiple", "short"), start=1):
        asked = Question.objects.create(
            kind=kind, title=kind, slug=kind, statement="Choose.", accepted_answers=["secret-answer"]
        )
        for at in range(3):
            Choice.objects.create(question=asked, text=f"offered {at}", right=at == 1, order=at)
        publish(question=asked, actor=None, now=timezone.now())
        SectionQuestion.objects.create(section=section, question=asked, weight=1, order=order)
        made.append(asked)
    return made


@pytest.fixture
def candidate(live: Any) -> Client:
    return Client(headers={"Authorization": f"Bearer {session_token(live)}"})


def everything(client: Client, ids: dict[str, Any]) -> dict[str, bytes]:
    """The answer of every GET route, by name, and those of the lists with their filters."""
    answers = {route.name: client.get(route.path(ids)).content for route in api_routes() if "GET" in route.methods}
    answers["filtered"] = client.get("/api/questions?search=two&limit=5").content
    answers["number"] = client.get("/api/questions/7").content
    return answers


@pytest.mark.parametrize("shows", list(Assessment.Shows))
def test_no_route_gives_a_candidate_hidden_data(
    choices: Any, live: Any, question: Any, assessment: Any, candidate: Client, shows: str
) -> None:
    live.shows_afterwards = shows
    live.save()
    handed = judged(live, question)
    hidden = TestCase.objects.filter(question=question, sample=False)
    ids = {
        "question_id": question.id,
        "case_id": hidden.values_list("id", flat=True)[0],
        "assessment_id": assessment.id,
        "candidate_id": "alice",
        "invitation_id": question.id,
        "submission_id": handed.id,
        "run_id": handed.run_id,
    }
    for moment in ("running", "ended"):
        if moment == "ended":
            complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
        answers = everything(candidate, ids)
        leaks = [(moment, name) for name, content in answers.items() if any(m in content for m in MARKERS)]
        assert not leaks
        # The same answers do hold what may be seen, so that the search looks at the right ones.
        told = moment == "running" or shows == Assessment.Shows.VERDICTS
        assert (b"wrong_answer" in answers["submission"] or b"runtime_error" in answers["submission"]) is told
        assert (b"in: 1 2" in answers["run"]) is told
        assert b'"1 2\\n"' in answers["question"]


@pytest.mark.parametrize("shows", list(Assessment.Shows))
def test_no_answer_tells_which_choice_is_right(choices: Any, live: Any, candidate: Client, shows: str) -> None:
    """Nor do the pages, in whatever words."""
    live.shows_afterwards = shows
    live.save()
    page = Client()
    page.get(f"/t/{session_token(live)}/")
    for moment in ("running", "ended"):
        if moment == "ended":
            complete(session_id=live.id, method=Method.MANUAL, now=timezone.now())
        contents = [page.get(f"/s/{live.id}/").content, candidate.get("/api/test-session/alice/snapshot").content]
        contents += [candidate.get(f"/api/questions/{asked.id}").content for asked in choices]
        assert not [marker for marker in MARKERS for content in contents if marker in content]
        assert b"offered 1" in contents[1]
        assert b"offered 1" in contents[2]


def test_the_markers_are_there_for_a_key(live: Any, choices: Any, question: Any, api_key: str) -> None:
    client = Client(headers={"Authorization": f"Api-Key {api_key}"})
    content = client.get(f"/api/questions/{question.id}").content
    content += client.get(f"/api/questions/{choices[2].id}").content
    assert all(marker in content for marker in MARKERS if marker != b"answer_key")


def test_a_samples_run_never_touches_hidden_tests(live: Any, question: Any, candidate: Client) -> None:
    run = run_samples(
        session_id=live.id,
        question_id=question.id,
        language="python",
        code="print(1)",
        own_input=None,
        received_at=timezone.now(),
    )
    assert len(job_of(run).cases) == 2
    answer = candidate.get(f"/api/runs/{run.id}").json()
    assert answer["run"]["total"] == 2


def test_a_candidate_sees_the_version_of_the_session_and_not_later_edits(
    live: Any, question: Any, candidate: Client
) -> None:
    question.title = "Edited since"
    question.save()
    TestCase.objects.filter(question=question, sample=False).update(sample=True)
    shown = candidate.get(f"/api/questions/{question.id}").json()
    assert shown["question"]["title"] == "Add two"
    assert len(shown["test_cases"]) == 2
    assert all(case["sample"] for case in shown["test_cases"])


def test_a_candidate_sees_no_question_of_another_test(live: Any, candidate: Client, question: Any) -> None:
    other = Question.objects.create(title="Other", slug="other", statement="Secret.", legacy_id=5)
    assert candidate.get(f"/api/questions/{other.id}").status_code == 404
    assert candidate.get("/api/questions/5").status_code == 404
    assert [q["id"] for q in candidate.get("/api/questions").json()["questions"]] == [str(question.id)]
