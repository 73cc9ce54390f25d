"""The tests of one job in several boxes: each is run once, told in order, and a box that breaks loses none."""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from executor.core.job import Case, Event, Job, TestDone, TestResult
from executor.core.judge import Cancelled, judge
from executor.core.lanes import Lane, run_in_lanes
from executor.core.sandbox import BoxFault
from executor.core.verdicts import Verdict
from executor.tests.fakes import FakeBox, FakeSandbox, outcome


def result(index: int) -> TestResult:
    return TestResult(str(index), Verdict.ACCEPTED, 1, 1, 1, 1.0)


def lanes(count: int) -> list[Lane]:
    return [(FakeSandbox().open("python", Job("python", "", ()).limits, "t"), f"a{n}") for n in range(count)]


def noting(told: list[int]) -> Callable[[int, TestResult], bool]:
    def done(index: int, _: TestResult) -> bool:
        told.append(index)
        return True

    return done


def test_every_test_is_run_once_and_told_in_order() -> None:
    ran: Counter[int] = Counter()
    told: list[int] = []
    barrier = threading.Barrier(3)

    def run(lane: Lane, index: int) -> TestResult:
        if index < 3:
            barrier.wait(10)  # three at once, or this breaks
        ran[index] += 1
        return result(index)

    run_in_lanes(lanes(3), range(50), run, noting(told))
    assert told == list(range(50))
    assert set(ran.values()) == {1}


def test_a_later_test_that_ends_first_waits_to_be_told() -> None:
    first_may_end, told = threading.Event(), list[int]()

    def run(lane: Lane, index: int) -> TestResult:
        if index == 0:
            assert first_may_end.wait(10)
        else:
            first_may_end.set()
        return result(index)

    run_in_lanes(lanes(2), range(2), run, noting(told))
    assert told == [0, 1]


def test_it_stops_when_it_is_told_to() -> None:
    told: list[int] = []

    def done(index: int, _: TestResult) -> bool:
        told.append(index)
        return index < 4

    assert not run_in_lanes(lanes(2), range(100), lambda lane, index: result(index), done)
    assert told == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("broken", ["a0", "a1"])
def test_a_box_that_breaks_gives_its_test_to_another(broken: str) -> None:
    told: list[int] = []

    def run(lane: Lane, index: int) -> TestResult:
        if lane[1] == broken and index > 2:
            raise BoxFault("gone")
        return result(index)

    run_in_lanes(lanes(2), range(20), run, noting(told))
    assert told == list(range(20))


def test_when_every_box_breaks_it_is_a_fault() -> None:
    def run(lane: Lane, index: int) -> TestResult:
        if index > 4:
            raise BoxFault("gone")
        return result(index)

    with pytest.raises(BoxFault, match="gone"):
        run_in_lanes(lanes(2), range(20), run, lambda index, _: True)


def test_what_one_lane_raises_ends_all() -> None:
    def run(lane: Lane, index: int) -> TestResult:
        if index == 3:
            raise Cancelled
        return result(index)

    with pytest.raises(Cancelled):
        run_in_lanes(lanes(3), range(1000), run, lambda index, _: True)


def test_a_fault_and_an_error_in_two_of_three_lanes_leave_the_third_free() -> None:
    faulted = threading.Event()

    def run(lane: Lane, index: int) -> TestResult:
        if lane[1] == "a0":
            faulted.set()
            raise BoxFault("gone")
        assert faulted.wait(10)
        raise Cancelled

    with pytest.raises(Cancelled):
        run_in_lanes(lanes(3), range(30), run, lambda index, _: True)


def test_a_spare_box_takes_part_and_is_given_back() -> None:
    cases = tuple(Case(str(n), str(n), hidden=False) for n in range(8))
    both = threading.Barrier(2)

    def answer(stdin: bytes) -> object:
        both.wait(10)
        return outcome(stdout=stdin)

    sandbox = FakeSandbox([answer] * 8, spares=1)  # type: ignore[list-item]
    events: list[Event] = []
    report = judge(Job("python", "x", cases), sandbox, events.append)
    assert [test.case_id for test in report.tests] == [case.id for case in cases]
    assert [event.index for event in events if isinstance(event, TestDone)] == list(range(8))
    first, second = sandbox.boxes
    assert first.inputs and second.inputs
    assert second.sources == ["x"]
    assert (first.closed, second.closed) == (1, 1)


@pytest.mark.parametrize(("seconds", "boxes"), [(0.0, 1), (0.1, 2)])
def test_a_box_of_nobodys_takes_part_where_enough_is_left_to_do(seconds: float, boxes: int) -> None:
    def answer(stdin: bytes) -> object:
        time.sleep(seconds)
        return outcome(stdout=stdin)

    cases = tuple(Case(str(n), str(n), hidden=False) for n in range(3))
    sandbox = FakeSandbox([answer] * 3, nobodys=1)  # type: ignore[list-item]
    report = judge(Job("python", "x", cases), sandbox)
    assert [test.stdout for test in report.tests] == [case.input for case in cases]
    assert len(sandbox.boxes) == boxes
    assert all(box.inputs and box.closed == 1 for box in sandbox.boxes)
    assert sandbox.boxes[0].inputs[0] == b"0"


@pytest.mark.parametrize("failing", [0, 3, 7])
def test_stopping_at_the_first_failure_holds_while_one_box_runs_alone(failing: int) -> None:
    outcomes: list[object] = [outcome(stdout=b"x", exit_code=int(n == failing)) for n in range(8)]
    sandbox = FakeSandbox(outcomes)  # type: ignore[arg-type]
    cases = tuple(Case(str(n), "", hidden=False) for n in range(8))
    report = judge(Job("python", "x", cases, stop_at_first_failure=True), sandbox)
    assert [test.case_id for test in report.tests] == [str(n) for n in range(failing + 1)]
    assert report.verdict is Verdict.RUNTIME_ERROR


def test_a_failure_that_ends_the_job_lends_nothing_however_long_it_took() -> None:
    def slow(stdin: bytes) -> object:
        time.sleep(0.2)
        return outcome(exit_code=1)

    sandbox = FakeSandbox([slow], nobodys=1)  # type: ignore[list-item]
    cases = tuple(Case(str(n), "", hidden=False) for n in range(8))
    report = judge(Job("python", "x", cases, stop_at_first_failure=True), sandbox)
    assert (len(report.tests), report.verdict) == (1, Verdict.RUNTIME_ERROR)
    assert len(sandbox.boxes) == 1


@pytest.mark.parametrize("at", [0, 2])
def test_a_box_that_breaks_while_it_is_alone_is_told(at: int) -> None:
    outcomes: list[object] = [outcome()] * at + [BoxFault("gone")]
    report = judge(Job("python", "x", tuple(Case(str(n), "") for n in range(4))), FakeSandbox(outcomes))  # type: ignore[arg-type]
    assert (report.verdict, report.fault, len(report.tests)) == (Verdict.INTERNAL_ERROR, "gone", at)


def test_a_spare_box_that_cannot_take_over_is_left_out() -> None:
    class Refusing(FakeBox):
        def adopt(self, source: str, exported: bytes) -> str:
            raise BoxFault("full")

    sandbox = FakeSandbox([outcome()] * 4)
    refusing = Refusing("spare", "python", [], sandbox.compiled)
    left = [refusing]
    sandbox.spare = lambda *_: left.pop() if left else None  # type: ignore[method-assign]
    report = judge(Job("python", "x", tuple(Case(str(n), "") for n in range(4))), sandbox)
    assert report.verdict is Verdict.ACCEPTED
    assert refusing.closed == 1


def test_an_artifact_that_is_too_large_is_run_where_it_is() -> None:
    class Large(FakeBox):
        def export(self, artifact: str) -> bytes:
            raise BoxFault("too large")

    sandbox = FakeSandbox([outcome()] * 4, spares=1)
    first = Large("first", "python", sandbox.outcomes, sandbox.compiled)
    spare = FakeBox("spare", "python", [], sandbox.compiled)
    boxes = [first, spare]
    sandbox.open = lambda *_: boxes.pop(0)  # type: ignore[method-assign]
    report = judge(Job("python", "x", tuple(Case(str(n), "") for n in range(4))), sandbox)
    assert report.verdict is Verdict.ACCEPTED
    assert (len(first.inputs), len(spare.inputs), spare.closed) == (4, 0, 1)
