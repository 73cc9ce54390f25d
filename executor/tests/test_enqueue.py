"""The queue's entrance: what may enter, in which form, and how much of it."""

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from executor.core.job import Case, Checker
from executor.core.limits import Limits
from executor.errors import Busy, Invalid, Refusal, TooLarge, Unavailable, Unprocessable
from executor.models import CaseSet, Run, WorkerBeat
from executor.selectors import health, languages_present
from executor.services import cases_of, enqueue, job_of, store_case_set, stored_cases
from executor.tests.queueing import ECHO, put, while_open

pytestmark = pytest.mark.django_db
BIG = "x" * (16 << 20)


def test_a_row_gives_back_the_whole_job() -> None:
    job: dict[str, Any] = {
        "checker": Checker("float", {"absolute": 0.5}),
        "limits": Limits(1.5, 3.0, 99, 7),
        "stop_at_first_failure": True,
        "cases": (Case("a", "é☃\U0001f40d\n", None, hidden=False, points=0.5), Case("b", "", "")),
    }
    run = put(**job)
    found = job_of(Run.objects.get(id=run.id))
    assert {name: getattr(found, name) for name in job} == job
    assert (found.source, found.tenant, run.state, run.fence) == (ECHO.source, "alice", "queued", 0)


@pytest.mark.parametrize(
    ("given", "name"), [("PY", "python"), (" c++ ", "cpp"), ("c#", "csharp"), ("node", "javascript")]
)
def test_a_language_goes_by_its_aliases(given: str, name: str) -> None:
    assert put(language=given).language == name


def test_line_ends_are_made_lf_everywhere() -> None:
    run = put(source="a\r\nb\rc", cases=(Case("a", "1\r\n", "2\r\n"),))
    assert run.source == "a\nb\nc"
    assert cases_of(run) == (Case("a", "1\n", "2\n"),)


def test_the_same_cases_are_stored_once_and_compressed() -> None:
    cases = [Case("a", "1 2\n" * 10_000, "3\n")]
    first, second = store_case_set(cases), store_case_set(list(cases))
    assert first.pk == second.pk == CaseSet.objects.get().pk
    assert (first.count, first.size_bytes) == (1, 40_002)
    assert len(CaseSet.objects.get().content) < 1000


def test_a_job_names_the_cases_that_are_stored_already(django_assert_max_num_queries: Any) -> None:
    kept = store_case_set([Case("a", "1\n", "1\n")])
    with django_assert_max_num_queries(8):
        run = enqueue(job=replace(ECHO, cases=stored_cases(kept.pk)), priority=Run.Priority.SUBMIT, case_set=kept.pk)
    assert job_of(Run.objects.get(id=run.id)).cases == (Case("a", "1\n", "1\n"),)
    assert CaseSet.objects.get() == kept
    with pytest.raises(Invalid, match="write a program"):
        enqueue(job=replace(ECHO, source=" "), priority=Run.Priority.SUBMIT, case_set=kept.pk)


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"language": "cobol"}, Invalid, "language"),
        ({"language": ""}, Invalid, "language"),
        ({"source": ""}, Invalid, "code"),
        ({"source": " \n\t"}, Invalid, "code"),
        ({"source": "a\x00"}, Invalid, "code"),
        ({"source": "\udc00"}, Invalid, "code"),
        ({"source": "x" * ((256 << 10) + 1)}, TooLarge, "code"),
        ({"source": "é" * ((128 << 10) + 1)}, TooLarge, "code"),
        ({"cases": ()}, Invalid, "test_cases"),
        ({"cases": (Case("a", ""),) * 1001}, TooLarge, "test_cases"),
        ({"cases": (Case("a", "ok"), Case("b", "\x00"))}, Invalid, "test_cases.1.input"),
        ({"cases": (Case("a", "", "\udfff"),)}, Invalid, "test_cases.0.expected_output"),
        ({"cases": (Case("a", BIG + "x"),)}, TooLarge, "test_cases.0.input"),
        ({"cases": tuple(Case(str(n), BIG) for n in range(5))}, TooLarge, "test_cases"),
        ({"checker": Checker("guess")}, Invalid, "checker"),
        ({"checker": Checker("float", {"absolute": -1})}, Invalid, "checker"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_may_not_enter_is_named(changes: dict[str, Any], error: type[Refusal], field: str) -> None:
    with pytest.raises(error) as refused:
        put(**changes)
    assert type(refused.value) is error
    assert [found.field for found in refused.value.errors] == [field]
    assert len(refused.value.detail) < 300
    assert not Run.objects.exists()


def test_the_largest_that_may_enter_does() -> None:
    put(source="#" * (256 << 10), cases=(Case("a", "x", "y"),) * 1000)
    put(cases=(Case("a", BIG, BIG), Case("b", BIG, BIG)))


def test_a_tenant_has_two_in_flight_and_another_is_not_held_up() -> None:
    put(), put()
    with pytest.raises(Busy) as busy:
        put()
    assert (busy.value.status, busy.value.queued) == (429, 2)
    assert busy.value.retry_after > 0
    put(tenant="bob")
    Run.objects.filter(tenant="alice").first().delete()  # type: ignore[union-attr]
    put()


def test_the_queue_is_bounded(settings: Any) -> None:
    settings.EXECUTOR_QUEUE_LIMIT = 2
    put(tenant="a"), put(tenant="b")
    with pytest.raises(Busy) as busy:
        put(tenant="c")
    assert busy.value.queued == 2


def beat(**more: Any) -> None:
    facts = {"at": timezone.now(), "sandbox": "bubblewrap", "languages": {"python": "3"}, "slots": 1, "reason": ""}
    WorkerBeat.objects.create(**(facts | {"name": "w"} | more))


def test_only_languages_that_a_worker_has_are_offered_and_taken() -> None:
    beat()
    beat(name="v", languages={"cpp": "14"})
    beat(name="old", languages={"java": "21"}, at=timezone.now() - timedelta(minutes=5))
    beat(name="broken", languages={"csharp": "6"}, sandbox="", reason="no daemon")
    assert languages_present() == ["python", "cpp"]
    put()
    with pytest.raises(Unprocessable, match="java") as refused:
        put(language="java")
    assert refused.value.errors[0].field == "language"


def test_where_no_worker_can_run_code_it_is_refused_with_the_reason() -> None:
    beat(sandbox="", languages={}, reason="no bubblewrap and no Docker")
    assert languages_present() == []
    with pytest.raises(Unavailable, match="no bubblewrap and no Docker"):
        put()
    assert (health()["ok"], health()["reason"]) == (False, "no bubblewrap and no Docker")


def test_a_worker_that_is_away_for_a_while_makes_runs_wait_not_fail() -> None:
    beat(at=timezone.now() - timedelta(minutes=5))
    assert languages_present() == ["python"]
    put()
    said = health()
    assert (said["ok"], said["queued"], said["workers"]) == (False, 1, 0)
    assert "no worker" in said["reason"]


def test_health_adds_up_what_the_workers_say() -> None:
    beat(slots=2)
    beat(name="v", slots=3, languages={"cpp": "14"})
    said = health()
    assert (said["ok"], said["sandbox"], said["slots"], said["workers"]) == (True, "bubblewrap", 5, 2)
    assert said["languages"] == {"python": "3", "cpp": "14"}


def at_once(count: int, call: Any) -> list[Refusal | None]:
    """Run `call` in `count` threads that start together; what each raised."""
    start = threading.Barrier(count)
    raised: list[Refusal | None] = []

    def work() -> None:
        try:
            start.wait()
            call()
            raised.append(None)
        except Refusal as refused:
            raised.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_a_tenants_limit_counts_runs_that_are_being_put_at_this_moment() -> None:
    put()

    def one_too_many() -> None:
        with pytest.raises(Busy):
            put()

    while_open(put, one_too_many)
    assert Run.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_another_tenant_does_not_wait_for_it() -> None:
    store_case_set(ECHO.cases)  # the same new cases, put at once, would wait for each other
    begun = time.monotonic()
    taken: list[float] = []

    def other() -> None:
        put(tenant="bob")
        taken.append(time.monotonic() - begun)

    while_open(put, other, pause=3)
    assert taken[0] < 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_new_cases_stored_at_once_become_one_row() -> None:
    stored: list[str] = []
    raised = at_once(8, lambda: stored.append(store_case_set(ECHO.cases).pk))
    assert raised == [None] * 8
    assert stored == [CaseSet.objects.get().pk] * 8
