"""The practice question: the real runner before the start, seen by nobody else, the clock not started."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from executor.core.judge import judge
from executor.core.languages import LANGUAGES
from executor.models import Run
from executor.queue import claim, record
from executor.services import job_of
from executor.tests.fakes import FakeSandbox, outcome
from sessions.models import TestSession
from sessions.practice import CASES, STARTER
from sessions.services import practising
from sessions.services.inviting import invite
from sessions.services.sitting import start_session
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db
PROGRAM = {"language": "python", "code": "print(3)\n"}


@pytest.fixture
def waiting(alice: Any, assessment: Any) -> TestSession:
    return invite(candidate=alice, assessment=assessment, now=timezone.now()).sessions.get()


def practise(session: TestSession, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {session_token(session)}"}
    return Client(headers=headers).post("/api/runs/practice", PROGRAM | body, content_type="application/json")


def run_of(answer: Any) -> Run:
    assert answer.status_code == 202, answer.content
    return Run.objects.get(id=answer.json()["run_id"])


def judged(run: Run) -> None:
    claimed = claim("tests")
    assert claimed is not None
    assert record(claimed, judge(job_of(run), FakeSandbox([lambda stdin: outcome(stdout=b"3\n" + stdin)] * 4)))


def test_samples_everything_and_ones_own_input_are_run(waiting: TestSession) -> None:
    samples = [case for case in CASES if not case.hidden]
    for body, cases in (({}, samples), ({"everything": True}, list(CASES))):
        run = run_of(practise(waiting, **body))
        assert list(job_of(run).cases) == cases
        judged(run)
    (own,) = job_of(run_of(practise(waiting, input="7 8"))).cases
    assert (own.input, own.expected) == ("7 8", None)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.started_at, waiting.submissions.count()) == ("invited", None, 0)


def test_the_candidate_alone_reads_a_run_and_nothing_hidden_in_it(
    waiting: TestSession, bobs: TestSession, api_key: str, admin_user: Any
) -> None:
    run = run_of(practise(waiting, everything=True))
    judged(run)
    path = f"/api/runs/{run.id}"
    mine = Client(headers={"Authorization": f"Bearer {session_token(waiting)}"}).get(path)
    assert mine.status_code == 200
    assert b"3\\n1 2" in mine.content
    assert b"2000000000" not in mine.content
    staff = Client()
    staff.force_login(admin_user)
    others = [
        Client(headers={"Authorization": f"Bearer {session_token(bobs)}"}),
        Client(headers={"Authorization": f"Api-Key {api_key}"}),
        staff,
    ]
    assert [other.get(path).status_code for other in others] == [404, 404, 404]
    assert str(run.id)[:8] not in staff.get(reverse("admin:executor_run_changelist")).content.decode()
    assert staff.get(reverse("admin:executor_run_change", args=[run.id])).status_code == 302


def test_no_key_and_no_staff_practise(waiting: TestSession, api_key: str) -> None:
    client = Client(headers={"Authorization": f"Api-Key {api_key}"})
    body = PROGRAM | {"candidate_id": "alice"}
    assert client.post("/api/runs/practice", body, content_type="application/json").status_code == 403


def test_practice_ends_and_is_forgotten_at_the_start(waiting: TestSession) -> None:
    judged(run_of(practise(waiting)))
    start_session(session_id=waiting.id, now=timezone.now())
    assert not Run.objects.exists()
    refused = practise(waiting)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_started")


def test_there_is_a_most_of_it(waiting: TestSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practising, "MOST_RUNS", 1)
    assert practise(waiting).status_code == 202
    assert practise(waiting).json()["code"] == "too_many_runs"


def test_only_the_languages_of_the_test_are_offered(waiting: TestSession, assessment: Any) -> None:
    assessment.languages = ["cpp"]
    assessment.save()
    assert practise(waiting).status_code == 422
    page = candidate(waiting).get(f"/s/{waiting.id}/practice").content.decode()
    assert '"languages": ["cpp"]' in page


# --- the page -----------------------------------------------------------------------------------------------


def candidate(session: TestSession) -> Client:
    client = Client()
    client.get(f"/t/{session_token(session)}/")
    return client


def test_the_page_starts_nothing_and_shows_nothing_of_the_test(waiting: TestSession) -> None:
    client = candidate(waiting)
    assert f"/s/{waiting.id}/practice" in client.get(f"/s/{waiting.id}/").content.decode()
    page = client.get(f"/s/{waiting.id}/practice").content.decode()
    assert "Practice: the sum of two numbers" in page
    assert "Add two" not in page
    assert "2000000000" not in page
    waiting.refresh_from_db()
    assert waiting.started_at is None


def test_the_page_leads_to_the_test_once_it_has_started_and_to_nobody_elses(
    waiting: TestSession, bobs: TestSession
) -> None:
    assert candidate(bobs).get(f"/s/{waiting.id}/practice").status_code == 403
    start_session(session_id=waiting.id, now=timezone.now())
    answer = candidate(waiting).get(f"/s/{waiting.id}/practice")
    assert (answer.status_code, answer["Location"]) == (302, f"/s/{waiting.id}/")


def test_there_is_a_beginning_in_every_language() -> None:
    assert STARTER.keys() == LANGUAGES.keys()
