"""A report as JSON that every database takes: no NUL, no lone surrogate, and of a bounded size."""

from dataclasses import replace
from typing import Any

from executor.core.job import Report, TestResult

MOST_OUTPUT = 8 << 20  # characters of all tests' outputs together; each test alone is bounded by its limits
TAIL = 1024  # characters of each output that stay once that much is used


def stored(report: Report) -> dict[str, Any]:
    """The report's JSON form. Outputs beyond MOST_OUTPUT are cut to their last TAIL characters and marked as such."""
    tests, room = [], MOST_OUTPUT
    for test in report.tests:
        size = len(test.stdout or "") + len(test.stderr or "")
        if size > room:
            test = _cut(test)
            size = len(test.stdout or "") + len(test.stderr or "")
        room = max(0, room - size)
        tests.append(test)
    return {**_cleaned(flat(report)), "tests": [_cleaned(flat(test)) for test in tests]}


def flat(value: Any) -> dict[str, Any]:
    """A dataclass of plain values by its fields. `dataclasses.asdict` copies each of them, at ten times the cost."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _cut(test: TestResult) -> TestResult:
    stdout, stderr = (text[-TAIL:] if text else text for text in (test.stdout, test.stderr))
    return replace(test, stdout=stdout, stderr=stderr, truncated=True)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _text(value) if isinstance(value, str) else value for name, value in values.items()}


def _text(value: str) -> str:
    return str(value).replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()
