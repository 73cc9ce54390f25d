"""A worker over fake boxes, and over the real bubblewrap: it judges, tells, tries again, gives back, drains."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from conftest import require
from executor import queue, worker
from executor.core.job import Case
from executor.core.sandbox import BoxFault, Outcome, Sandbox
from executor.models import Run, WorkerBeat
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.selectors import health, languages_present
from executor.services import wait
from executor.tests.fakes import FakeSandbox, outcome
from executor.tests.queueing import put
from executor.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
Start = Callable[..., Worker]


class Echoing(FakeSandbox):
    """Every program prints what it read. `faults` boxes break first; while `away` says why, nothing works at all."""

    def __init__(self, *, faults: int = 0) -> None:
        super().__init__(outcomes=[self.run] * 200)
        self.faults, self.away = faults, ""

    def run(self, stdin: bytes) -> Outcome:
        return outcome(stdout=stdin)

    def why_not(self) -> str:
        return self.away

    def open(self, *args: Any, **more: Any) -> Any:
        if self.away:
            raise BoxFault(self.away)
        if self.faults:
            self.faults -= 1
            raise BoxFault("the box broke")
        return super().open(*args, **more)


class Slow(Echoing):
    """A test lasts until `go` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()

    def run(self, stdin: bytes) -> Outcome:
        self.begun.set()
        self.go.wait(20)
        return super().run(stdin)


@pytest.fixture(autouse=True)
def none_ahead(settings: Any) -> None:
    """A box is opened only where a run asks for one, so that the faults and the boxes can be counted."""
    settings.EXECUTOR_WARM_BOXES = 0


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Worker] = []

    def call(sandbox: Sandbox | None = None, slots: int = 2) -> Worker:
        made = Worker(slots=slots, sandbox=sandbox)
        made.start()
        started.append(made)
        return made

    yield call
    for one in started:
        one.stop(timeout=2)


def eventually(holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def test_a_run_is_judged(start: Start) -> None:
    start(Echoing())
    run = wait(run_id=put().id, timeout=20)
    assert (run.state, run.verdict, run.attempts, run.lease_until) == ("done", "accepted", 1, None)
    assert run.report is not None
    assert [test["points"] for test in run.report["tests"]] == [0, 2]


def test_a_run_that_waited_for_a_worker_is_judged_when_one_comes(start: Start) -> None:
    run = put()
    start(Echoing())
    assert wait(run_id=run.id, timeout=20).verdict == "accepted"


def test_a_free_worker_is_woken_and_does_not_wait_for_its_next_look(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "IDLE_POLL", 30.0)
    start(Echoing())
    eventually(lambda: health()["ok"])
    for _ in range(10):
        begun = time.monotonic()
        assert wait(run_id=put().id, timeout=20).state == "done"
        assert time.monotonic() - begun < 10


def test_a_slot_is_free_for_the_next_run_while_a_report_is_written_down(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, recording, go = queue.record, threading.Event(), threading.Event()

    def slowly(*args: Any) -> bool:
        recording.set()
        return go.wait(20) and record(*args)

    monkeypatch.setattr(queue, "record", slowly)
    sandbox = Echoing()
    start(sandbox, slots=1)
    first, second = put(tenant="alice"), put(tenant="bob")
    assert recording.wait(15)
    eventually(lambda: len(sandbox.boxes) == 2)
    go.set()
    assert [wait(run_id=run.id, timeout=20).verdict for run in (first, second)] == ["accepted"] * 2


def test_no_more_than_the_slots_are_judged_at_once(start: Start) -> None:
    sandbox = Slow()
    start(sandbox, slots=1)
    put(tenant="alice"), put(tenant="bob")
    assert sandbox.begun.wait(15)
    time.sleep(0.5)
    assert len(sandbox.boxes) == 1
    sandbox.go.set()


def test_a_worker_says_what_it_offers_and_takes_it_back_when_it_stops(start: Start) -> None:
    made = start(Echoing(), slots=3)
    eventually(lambda: health()["ok"])
    beat = WorkerBeat.objects.get()
    assert (beat.name, beat.sandbox, beat.slots) == (made.name, "fake", 3)
    assert languages_present() == ["python", "java", "cpp", "javascript", "csharp"]
    made.stop()
    assert not WorkerBeat.objects.exists()


def test_a_broken_box_is_tried_again_twice_on_a_fresh_one(start: Start) -> None:
    sandbox = Echoing(faults=2)
    start(sandbox)
    run = wait(run_id=put().id, timeout=20)
    assert (run.verdict, run.attempts) == ("accepted", 3)


def test_after_the_third_fault_it_is_recorded_as_ours(start: Start) -> None:
    start(Echoing(faults=99))
    run = wait(run_id=put().id, timeout=20)
    assert run.report is not None
    assert (run.verdict, run.attempts, run.report["fault"]) == ("internal_error", 3, "the box broke")


def test_while_the_sandbox_is_away_runs_wait_and_lose_no_attempt(start: Start) -> None:
    sandbox = Echoing()
    start(sandbox)
    eventually(lambda: health()["ok"])
    sandbox.away = "the daemon is stopped"
    run = put()
    eventually(lambda: health()["reason"] == "the daemon is stopped")
    eventually(lambda: Run.objects.filter(id=run.id, state="queued", attempts=0).exists())
    sandbox.away = ""
    found = wait(run_id=run.id, timeout=20)
    assert (found.verdict, found.attempts) == ("accepted", 1)


def test_a_lease_is_renewed_for_as_long_as_judging_takes(start: Start, settings: Any) -> None:
    settings.EXECUTOR_LEASE_SECONDS = 3
    sandbox = Slow()
    start(sandbox)
    run = put()
    assert sandbox.begun.wait(15)
    until = time.monotonic() + 4.5
    while time.monotonic() < until:
        assert queue.release_expired() == 0
        time.sleep(0.1)
    sandbox.go.set()
    found = wait(run_id=run.id, timeout=20)
    assert (found.verdict, found.attempts, found.fence) == ("accepted", 1, 1)


def test_a_worker_that_stops_finishes_what_it_has_and_takes_no_more(start: Start, settings: Any) -> None:
    settings.EXECUTOR_LEASE_SECONDS = 3
    sandbox = Slow()
    made = start(sandbox, slots=1)
    mine = put()
    assert sandbox.begun.wait(15)
    stopping = threading.Thread(target=made.stop)
    stopping.start()
    next_one = put(tenant="bob")
    time.sleep(4.5)  # longer than the lease, which is kept meanwhile
    assert queue.release_expired() == 0
    sandbox.go.set()
    stopping.join(20)
    assert Run.objects.get(id=mine.id).verdict == "accepted"
    assert Run.objects.get(id=next_one.id).state == "queued"
    assert sandbox.closed


def test_what_does_not_end_in_time_is_given_back_uncounted(start: Start) -> None:
    sandbox = Slow()
    made = start(sandbox, slots=1)
    run = put()
    assert sandbox.begun.wait(15)
    threading.Timer(2.0, sandbox.go.set).start()
    made.stop(timeout=0.2)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.report) == ("queued", 0, None)


def test_a_verdict_waits_for_a_database_that_is_away(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [OperationalError("the server closed the connection"), OperationalError("it is starting up")]
    record = queue.record

    def unsteady(*args: Any) -> bool:
        if failures:
            raise failures.pop()
        return record(*args)

    monkeypatch.setattr(queue, "record", unsteady)
    sandbox = Echoing()
    start(sandbox)
    found = wait(run_id=put().id, timeout=20)
    assert (found.verdict, found.attempts, failures) == ("accepted", 1, [])
    assert len(sandbox.boxes) == 1


def test_a_setting_that_names_no_sandbox_stops_the_start(settings: Any) -> None:
    settings.EXECUTOR_SANDBOX = "foo"
    with pytest.raises(ImproperlyConfigured, match="EXECUTOR_SANDBOX='foo': it must be one of auto"):
        Worker(slots=1).start()


def test_a_sandbox_that_is_missing_is_said_and_looked_for_again(start: Start, settings: Any) -> None:
    settings.EXECUTOR_SANDBOX, settings.EXECUTOR_SOCKET = "socket", "/nowhere/agent.sock"
    start()
    eventually(lambda: "no agent listens" in health()["reason"])
    assert languages_present() == []


def test_the_embedded_worker_is_one_however_often_it_is_started(settings: Any) -> None:
    settings.EXECUTOR_SANDBOX, settings.EXECUTOR_SOCKET = "socket", "/nowhere/agent.sock"
    before = threading.active_count()
    try:
        assert worker.start_embedded() is worker.start_embedded()
        assert threading.active_count() == before + 2 * settings.MAX_WORKERS + 2 + (connection.vendor == "postgresql")
    finally:
        worker.stop_embedded()
        worker.stop_embedded()
    eventually(lambda: threading.active_count() == before)


@pytest.mark.parametrize("slots", [1, 4])
def test_many_runs_over_many_slots_are_each_judged_once(start: Start, slots: int) -> None:
    start(Echoing(), slots=slots)
    runs = [put(tenant=f"t{number}") for number in range(20)]
    for run in runs:
        assert wait(run_id=run.id, timeout=60).verdict == "accepted"
    assert set(Run.objects.values_list("attempts", "fence")) == {(1, 1)}


def test_a_run_is_judged_in_the_real_sandbox(start: Start) -> None:
    sandbox = BubblewrapSandbox()
    require(not sandbox.why_not(), f"bubblewrap ({sandbox.why_not()})")
    start(sandbox)
    wrong = Case("c", "3\n", "4\n")
    source = "import sys\nprint(input())\nprint('\\0', end='', file=sys.stderr)\n"
    cases = (Case("a", "1\n", "1\n", hidden=False), Case("b", "2\n", "2\n"), wrong)
    run = wait(run_id=put(source=source, cases=cases).id, timeout=60)
    assert run.report is not None
    assert (run.verdict, run.report["sandbox"], run.attempts) == ("wrong_answer", "bubblewrap", 1)
    tests = run.report["tests"]
    assert [test["verdict"] for test in tests] == ["accepted", "accepted", "wrong_answer"]
    assert (tests[0]["stdout"], tests[0]["stderr"]) == ("1\n", "\\x00")
    assert (tests[2]["stdout"], tests[2]["stderr"]) == (None, None)
