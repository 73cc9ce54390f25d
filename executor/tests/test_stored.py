"""The report as it is stored: readable by every database, and of a bounded size."""

import json
from typing import Any

import pytest

from executor import queue
from executor.core.job import Report
from executor.core.job import TestResult as Outcome
from executor.core.verdicts import Verdict
from executor.models import Run
from executor.selectors import report_of
from executor.stored import MOST_OUTPUT, TAIL, stored
from executor.tests.queueing import claimed


def result(stdout: str | None, **more: Any) -> Outcome:
    facts = {"cpu_ms": 1, "wall_ms": 1, "memory_kib": 1, "points": 0.0}
    return Outcome("a", Verdict.ACCEPTED, **(facts | {"stdout": stdout, "stderr": ""} | more))


@pytest.mark.parametrize(("given", "kept"), [("a\0b", "a\\x00b"), ("\ud800", "\\ud800"), ("é🐍\\u0000", "é🐍\\u0000")])
@pytest.mark.django_db
def test_what_a_database_refuses_is_escaped_and_all_else_is_kept(given: str, kept: str) -> None:
    run = claimed()
    report = Report(Verdict.INTERNAL_ERROR, (result(given, signal=given),), compile_output=given, fault=given)
    assert queue.record(run, report)
    found = report_of(Run.objects.get())
    assert found is not None
    assert (found.compile_output, found.fault) == (kept, kept)
    assert (found.tests[0].stdout, found.tests[0].signal) == (kept, kept)


def test_a_report_comes_back_as_it_was() -> None:
    report = Report(Verdict.ACCEPTED, (result("x" * 1000), result(None)), message="m", compile_ms=3)
    assert Report.from_json(json.loads(json.dumps(stored(report)))) == report


def test_outputs_of_many_tests_are_bounded_together_and_say_so() -> None:
    size = 1 << 20
    found = Report.from_json(
        stored(Report(Verdict.ACCEPTED, tuple(result("x" * (size - 3) + "end") for _ in range(200))))
    )
    lengths = [len(test.stdout or "") for test in found.tests]
    assert sum(lengths) <= MOST_OUTPUT + 200 * TAIL
    assert lengths[:8] == [size] * 8
    assert lengths[8:] == [TAIL] * 192
    assert [test.truncated for test in found.tests] == [False] * 8 + [True] * 192
    assert found.tests[-1].stdout is not None
    assert found.tests[-1].stdout.endswith("end")
