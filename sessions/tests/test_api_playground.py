"""POST /proxy/execute: the older system's words, and nothing that is scored."""

from typing import Any

import pytest
from django.test import Client

from executor.core.sandbox import Compiled
from executor.models import Run
from executor.services import cases_of, job_of
from executor.tests.fakes import FakeSandbox, outcome
from executor.worker import Worker
from questions.access import Principal
from sessions.models import Submission
from sessions.services.playground import tenant_of
from sessions.tokens import session_token

PATH = "/proxy/execute"
TESTS = [
    {"id": 7, "input": "1 2\r\n", "expected_output": "3\n"},
    {"id": "b", "input": "2 2\n", "expected_output": "5\n"},
    {"input": "no expectation"},
]
BODY = {"language": "py", "code": "print(3)\n", "test_cases": TESTS, "user_id": "u-1"}


@pytest.fixture
def sandbox() -> FakeSandbox:
    return FakeSandbox([outcome(stdout=b"3\n"), outcome(stdout=b"4\n", stderr=b"hm\n"), outcome(stdout=b"out")])


@pytest.fixture
def key(transactional_db: None, api_key: str) -> Client:
    return Client(headers={"Authorization": f"Api-Key {api_key}"})


@pytest.fixture
def worker(transactional_db: None, sandbox: FakeSandbox) -> Any:
    made = Worker(slots=1, sandbox=sandbox)
    made.start()
    yield made
    made.stop()


def execute(client: Client, **changes: Any) -> Any:
    return client.post(PATH, {**BODY, **changes}, content_type="application/json")


def test_the_answer_has_the_words_of_the_contract(key: Client, worker: Any) -> None:
    answer = execute(key)
    assert answer.status_code == 200, answer.content
    done = answer.json()
    assert set(done) >= {"execution_id", "summary", "results", "metadata"}
    assert done["summary"] == {"total_tests": 3, "passed": 2, "failed": 1, "all_passed": False}
    first, second, third = done["results"]
    assert (first["test_id"], first["passed"], first["output"], first["error"]) == (7, True, "3\n", None)
    assert (second["test_id"], second["passed"], second["verdict"]) == ("b", False, "wrong_answer")
    assert (second["expected_output"], second["output"], second["stderr"]) == ("5\n", "4\n", "hm\n")
    assert second["error"]
    assert (third["test_id"], third["passed"], third["expected_output"]) == (3, True, None)
    metadata = {"execution_time_ms", "container_id", "replica", "cpu_usage_percent", "memory_usage_bytes"}
    assert metadata <= set(done["metadata"])
    assert done["metadata"]["container_id"].startswith("fake-")  # which of the warm boxes is chance
    run = Run.objects.get(id=done["execution_id"])
    assert cases_of(run)[0].input == "1 2\n"
    assert not any(case.hidden for case in cases_of(run))
    assert key.get(f"/api/runs/{run.id}").json()["run"]["tests"][1]["stdout"] == "4\n"


def test_code_that_does_not_compile_fails_every_test(key: Client, worker: Any, sandbox: FakeSandbox) -> None:
    sandbox.compiled = Compiled(None, outcome(stderr=b"main.cpp:1: error\n", exit_code=1))
    done = execute(key, language="c++").json()
    assert done["verdict"] == "compile_error"
    assert done["summary"]["failed"] == 3
    assert all(r["verdict"] == "compile_error" and "main.cpp:1" in r["error"] for r in done["results"])


def test_a_question_gives_its_limits_and_checker(key: Client, question: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.api_playground.LONGEST_WAIT", 0)
    question.cpu_seconds, question.checker = 7.0, "tokens"
    question.save()
    execute(key, question_id=str(question.id))
    job = job_of(Run.objects.get())
    assert (job.limits.cpu_seconds, job.checker.name) == (7.0, "tokens")
    execute(key, user_id="another")
    assert job_of(Run.objects.order_by("-created_at")[0]).checker.name == "lines"


def test_a_run_that_takes_too_long_is_503_and_can_be_read_later(key: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.api_playground.LONGEST_WAIT", 0)
    answer = execute(key)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert key.get(f"/api/runs/{answer.json()['execution_id']}").json()["run"]["state"] == "queued"


def test_a_repeated_request_runs_once(key: Client, worker: Any) -> None:
    headers = {"Idempotency-Key": "one"}
    first, again = (key.post(PATH, BODY, content_type="application/json", headers=headers) for _ in range(2))
    assert first.status_code == 200
    assert first.json() == again.json()
    assert Run.objects.count() == 1


def test_users_of_a_key_share_no_container(key: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.api_playground.LONGEST_WAIT", 0)
    for user in ("u-1", "u-2", "u-1"):
        execute(key, user_id=user)
    tenants = list(Run.objects.values_list("tenant", flat=True))
    assert len(tenants) == 3
    assert len(set(tenants)) == 2
    assert all(len(tenant) <= 80 and "u-1" not in tenant for tenant in tenants)
    assert tenant_of(Principal("key", "key:a"), "u") != tenant_of(Principal("key", "key:b"), "u")


def test_too_many_at_once_are_429(key: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.api_playground.LONGEST_WAIT", 0)
    settings.EXECUTOR_TENANT_LIMIT = 1
    assert execute(key).status_code == 503
    answer = execute(key)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_candidate_plays_in_the_own_container_and_scores_nothing(
    transactional_db: None, live: Any, worker: Any
) -> None:
    client = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    assert execute(client, user_id="bob").json()["summary"]["passed"] == 2
    assert Run.objects.get().tenant == live.tenant
    assert not Submission.objects.exists()


def test_a_candidate_whose_test_is_over_plays_no_more(transactional_db: None, live: Any) -> None:
    client = Client(headers={"Authorization": f"Bearer {session_token(live)}"})
    client.put("/api/test-session/alice/complete", {"completion_method": "manual"}, content_type="application/json")
    assert execute(client).status_code == 409
    assert not Run.objects.exists()
