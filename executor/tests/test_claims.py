"""The queue's exit: who claims what, how long a claim holds, and that a report is recorded once."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from executor import queue
from executor.core.job import Report
from executor.core.verdicts import Verdict
from executor.errors import NotFound
from executor.models import Run
from executor.services import judge_again, wait
from executor.tests.queueing import claimed, put

pytestmark = pytest.mark.django_db
GOOD, WRONG = Report(Verdict.ACCEPTED), Report(Verdict.WRONG_ANSWER)
heard: list[Run] = []


def hear(run: Run) -> None:
    heard.append(run)


def refuse(run: Run) -> None:
    Run.objects.filter(id=run.id).update(worker="half done")
    raise RuntimeError("scoring broke")


@pytest.fixture(autouse=True)
def on_finished(settings: Any) -> None:
    heard.clear()
    settings.EXECUTOR_ON_FINISHED = f"{__name__}.hear"


def test_claims_go_by_priority_then_age() -> None:
    regrade = put(Run.Priority.REGRADE, tenant="a")
    first, second = put(tenant="b"), put(tenant="c")
    submit = put(Run.Priority.SUBMIT, tenant="d")
    taken = [queue.claim("w") for _ in range(4)]
    assert [run and run.id for run in taken] == [submit.id, first.id, second.id, regrade.id]
    assert queue.claim("w") is None


def test_a_claim_names_its_worker_and_has_a_lease(settings: Any) -> None:
    run = claimed("host:1")
    assert (run.state, run.worker, run.attempts, run.fence) == ("running", "host:1", 1, 1)
    assert run.lease_until is not None
    left = run.lease_until - timezone.now()
    assert timedelta(0) < left <= timedelta(seconds=settings.EXECUTOR_LEASE_SECONDS)


def test_a_worker_claims_only_what_it_can_run() -> None:
    put(language="java"), put(language="cpp")
    run = queue.claim("w", ["python", "cpp"])
    assert run is not None
    assert run.language == "cpp"
    assert queue.claim("w", ["python", "cpp"]) is None


def test_a_report_is_recorded_once_and_what_follows_happens_once() -> None:
    run = claimed()
    assert queue.record(run, GOOD)
    assert not queue.record(run, WRONG)
    run.refresh_from_db()
    assert (run.state, run.verdict, run.lease_until) == ("done", "accepted", None)
    assert [one.id for one in heard] == [run.id]


def test_where_what_follows_fails_nothing_is_recorded(settings: Any) -> None:
    run = claimed()
    settings.EXECUTOR_ON_FINISHED = f"{__name__}.refuse"
    with pytest.raises(RuntimeError, match="scoring broke"):
        queue.record(run, GOOD)
    run.refresh_from_db()
    assert (run.state, run.report, run.worker) == ("running", None, "w1")


@pytest.fixture
def no_lease(settings: Any) -> None:
    settings.EXECUTOR_LEASE_SECONDS = -1


def test_a_lease_that_ran_out_lets_another_take_over_and_the_first_cannot_record(no_lease: None) -> None:
    late = claimed()
    assert queue.release_expired() == 1
    assert not queue.record(late, WRONG)  # back in the queue: the old claim is already worth nothing
    newer = queue.claim("w2")
    assert newer is not None
    assert (newer.fence, newer.attempts) == (2, 2)
    assert not queue.record(late, WRONG)
    assert not queue.put_back(late, counted=True)
    assert queue.record(newer, GOOD)
    assert Run.objects.get().verdict == "accepted"


def test_a_renewed_lease_does_not_run_out(settings: Any, no_lease: None) -> None:
    run = claimed()
    settings.EXECUTOR_LEASE_SECONDS = 30
    queue.renew([(run.id, run.fence)])
    assert queue.release_expired() == 0


def test_an_old_claim_does_not_renew_the_lease_of_a_newer(settings: Any, no_lease: None) -> None:
    late = claimed()
    queue.release_expired()
    assert queue.claim("w2") is not None
    settings.EXECUTOR_LEASE_SECONDS = 30
    queue.renew([(late.id, late.fence)])
    assert queue.release_expired() == 1


def test_after_three_lost_workers_it_is_our_fault_and_staff_are_told(no_lease: None) -> None:
    put()
    for number in range(queue.MOST_ATTEMPTS):
        assert queue.claim(f"w{number}") is not None
        assert queue.release_expired() == 1
    run = Run.objects.get()
    assert (run.state, run.verdict, run.attempts) == ("done", "internal_error", 3)
    assert run.report is not None
    assert "w2" in run.report["fault"]
    assert len(heard) == 1


def test_one_lost_run_that_cannot_be_recorded_does_not_hold_up_the_others(
    settings: Any, no_lease: None, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EXECUTOR_ON_FINISHED = f"{__name__}.refuse"
    broken, other = claimed(), claimed(tenant="bob")
    Run.objects.filter(id=broken.id).update(attempts=queue.MOST_ATTEMPTS)
    assert queue.release_expired() == 1
    assert Run.objects.get(id=other.id).state == "queued"
    assert "scoring broke" in caplog.text


@pytest.mark.parametrize(("counted", "attempts"), [(True, 1), (False, 0)])
def test_a_run_that_is_given_back_waits_again(counted: bool, attempts: int) -> None:
    run = claimed()
    assert queue.put_back(run, counted=counted)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.lease_until) == ("queued", attempts, None)


def test_a_finished_run_can_be_judged_again_and_an_unfinished_one_cannot() -> None:
    run = claimed()
    assert not judge_again(run=run)
    queue.record(run, WRONG)
    assert judge_again(run=run)
    run.refresh_from_db()
    assert (run.state, run.report, run.verdict, run.attempts) == ("queued", None, "", 0)
    again = queue.claim("w2")
    assert again is not None
    assert queue.record(again, GOOD)
    assert Run.objects.get().verdict == "accepted"


def test_waiting_ends_with_the_report_or_with_the_time() -> None:
    run = claimed()
    assert wait(run_id=run.id, timeout=0.1).state == "running"
    queue.record(run, GOOD)
    assert wait(run_id=run.id, timeout=60).state == "done"


def race(count: int, call: Any) -> None:
    """`call` in `count` threads that start together."""
    start = threading.Barrier(count)

    def work() -> None:
        try:
            start.wait()
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def take_all(taken: list[Any]) -> None:
    while True:
        run = queue.claim(threading.current_thread().name)
        if run is not None:
            taken.append(run.id)
        elif not Run.objects.filter(state="queued").exists():
            return


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_claim_each_run_once() -> None:
    for number in range(24):
        put(tenant=f"t{number}")
    taken: list[Any] = []
    race(6, lambda: take_all(taken))
    assert len(taken) == len(set(taken)) == 24
    assert set(Run.objects.values_list("fence", "attempts", "state")) == {(1, 1, "running")}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claim_does_not_wait_for_a_row_that_another_holds() -> None:
    first, second = put(tenant="a"), put(tenant="b")
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        from django.db import transaction

        try:
            with transaction.atomic():
                list(Run.objects.select_for_update().filter(id=first.id))
                held.set()
                free.wait(10)
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    run = queue.claim("w")
    free.set()
    holder.join()
    assert run is not None
    assert run.id == second.id


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_reports_that_race_one_wins() -> None:
    run = claimed()
    won: list[bool] = []
    race(6, lambda: won.append(queue.record(run, GOOD)))
    assert sorted(won) == [False] * 5 + [True]
    assert len(heard) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_report_and_the_end_of_its_lease_race_and_nothing_is_recorded_twice(no_lease: None) -> None:
    for _ in range(10):
        run = claimed()
        Run.objects.filter(id=run.id).update(attempts=queue.MOST_ATTEMPTS)
        heard.clear()
        recorded: list[bool] = []
        race(
            2,
            lambda run=run, recorded=recorded: recorded.append(queue.record(run, GOOD) or queue.release_expired() > 0),
        )
        assert len(heard) == 1
        assert Run.objects.get(id=run.id).verdict == ("accepted" if any(recorded) else "internal_error")
        Run.objects.all().delete()


@pytest.mark.parametrize("timeout", [0.0, -1.0, 0.2])
def test_waiting_for_a_run_that_is_not_there_says_so(timeout: float) -> None:
    with pytest.raises(NotFound):
        wait(run_id=uuid4(), timeout=timeout)
