"""Runs in the admin: read-only, escaped, found by what staff know of them, and judged again by who may."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from executor import queue
from executor.core.job import Report
from executor.core.job import TestResult as Outcome
from executor.core.verdicts import Verdict
from executor.models import Run
from executor.services import job_of
from executor.tests.queueing import claimed, put

pytestmark = pytest.mark.django_db
LIST = "admin:executor_run_changelist"
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def finished() -> Run:
    run = claimed(source=f"print('{EVIL}')\n")
    tests = (
        Outcome("a", Verdict.RUNTIME_ERROR, 7, 9, 2048, 0.0, stdout=EVIL, stderr=EVIL, exit_code=3),
        Outcome("b", Verdict.ACCEPTED, 8, 9, 2048, 2.0),
    )
    assert queue.record(
        run, Report(Verdict.RUNTIME_ERROR, tests, sandbox="docker", message=EVIL, compile_output=EVIL, fault=EVIL)
    )
    return run


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    """page(user, url name, *arguments, **query) → its HTML."""

    def call(user: Any, name: str, *args: Any, **query: Any) -> str:
        client.force_login(user)
        answer = client.get(reverse(name, args=args), query)
        assert answer.status_code == 200
        return answer.content.decode()

    return call


def test_a_run_is_shown_whole_and_nothing_of_it_is_interpreted(page: Any, recruiter: Any, finished: Run) -> None:
    html = page(recruiter, "admin:executor_run_change", finished.id)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;") == 5  # message, fault, compiler, two outputs
    assert "exit code 3" in html
    assert "1 of 2 tests passed" in html
    assert '<span class="nb">print</span>' in html
    assert 'name="_save"' not in html


@pytest.mark.parametrize("language", ["python", "java", "cpp", "javascript", "csharp"])
def test_every_language_is_coloured(page: Any, recruiter: Any, language: str) -> None:
    run = put(language=language, source="x = 1; // 2\n")
    assert 'class="code"' in page(recruiter, "admin:executor_run_change", run.id)


def test_a_run_that_waits_has_a_page_too(page: Any, recruiter: Any) -> None:
    html = page(recruiter, "admin:executor_run_change", put().id)
    assert "Report" not in html.split('id="content-main"')[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"alice", "bob"}),
        ({"q": "bob"}, {"bob"}),
        ({"verdict": "runtime_error"}, {"alice"}),
        ({"verdict": "accepted"}, set()),
        ({"state__exact": "queued"}, {"bob"}),
        ({"language": "cpp"}, {"bob"}),
        ({"sandbox": "docker"}, {"alice"}),
        ({"sandbox": "socket"}, set()),
    ],
)
def test_runs_are_found(client: Client, recruiter: Any, finished: Run, query: dict[str, str], found: set[str]) -> None:
    put(tenant="bob", language="cpp")
    client.force_login(recruiter)
    answer = client.get(reverse(LIST), query)
    assert {run.tenant for run in answer.context["cl"].result_list} == found


def test_a_run_is_found_by_its_id(client: Client, recruiter: Any, finished: Run) -> None:
    put(tenant="bob")
    client.force_login(recruiter)
    answer = client.get(reverse(LIST), {"q": str(finished.id)})
    assert [run.id for run in answer.context["cl"].result_list] == [finished.id]


def judge_again(client: Client, user: Any, *runs: Run) -> str:
    client.force_login(user)
    body = {"action": "run_again", "_selected_action": [str(run.id) for run in runs]}
    return client.post(reverse(LIST), body, follow=True).content.decode()


def test_who_may_change_runs_has_one_judged_again(client: Client, admin_user: Any, finished: Run) -> None:
    waiting = put(tenant="bob")
    html = judge_again(client, admin_user, finished, waiting)
    assert "1 of 2 runs are judged again" in html
    assert "not done yet" in html
    assert set(Run.objects.values_list("state", "attempts")) == {("queued", 0)}


def test_who_may_only_look_cannot(client: Client, page: Any, recruiter: Any, reviewer: Any, finished: Run) -> None:
    judge_again(client, recruiter, finished)
    assert Run.objects.get().state == "done"
    assert "Judge again" not in page(recruiter, LIST)
    client.force_login(reviewer)
    assert client.get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize("name", ["add", "delete"])
def test_nobody_adds_or_deletes_a_run(client: Client, admin_user: Any, finished: Run, name: str) -> None:
    client.force_login(admin_user)
    args = [finished.id] if name == "delete" else []
    assert client.get(reverse(f"admin:executor_run_{name}", args=args)).status_code == 403


def act(client: Client, user: Any, action: str, *runs: Run) -> str:
    client.force_login(user)
    body = {"action": action, "_selected_action": [str(run.id) for run in runs]}
    return client.post(reverse(LIST), body, follow=True).content.decode()


def logged(run: Run) -> list[tuple[str, str]]:
    found = LogEntry.objects.filter(object_id=str(run.id)).order_by("action_time")
    return [(entry.user.get_username(), entry.get_change_message()) for entry in found]


def test_who_had_a_run_judged_again_and_what_it_was_is_kept(client: Client, admin_user: Any, finished: Run) -> None:
    act(client, admin_user, "run_again", finished)
    assert logged(finished) == [("admin", "Judged again; it was runtime error.")]


def test_a_copy_is_the_same_job_and_leaves_the_run_as_it_is(client: Client, admin_user: Any, finished: Run) -> None:
    html = act(client, admin_user, "run_a_copy", finished)
    made = Run.objects.get(copy_of=finished)
    assert str(made.id)[:8] in html
    assert (job_of(made), made.topic, made.state) == (replace(job_of(finished), tenant=":staff:admin"), "", "queued")
    assert Run.objects.get(id=finished.id).verdict == "runtime_error"
    assert logged(made) == [("admin", f"Copied from run {finished.id}.")]
    assert logged(finished) == [("admin", f"Copied as run {made.id}.")]
    for run, other in ((made, finished), (finished, made)):
        page = client.get(reverse("admin:executor_run_change", args=[run.id])).content.decode()
        assert str(other.id) in page


def test_who_may_only_look_copies_nothing(client: Client, recruiter: Any, finished: Run) -> None:
    act(client, recruiter, "run_a_copy", finished)
    assert Run.objects.count() == 1
