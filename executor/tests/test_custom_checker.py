"""Custom checkers: what a recruiter's program may say, what it may not break, and that it runs in a box of its own."""

import json
from collections.abc import Iterator

import pytest

from conftest import require
from executor.core import checkers
from executor.core.custom_checker import MAX_SOURCE, TENANT, CustomChecker
from executor.core.job import Case, Checker, Job, Report
from executor.core.judge import judge
from executor.core.limits import Limits
from executor.core.sandbox import Box, BoxFault, Sandbox, Stop
from executor.core.verdicts import Verdict
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.pool import Pool, Scope
from executor.tests.fakes import FakeSandbox, outcome

SAMPLE = Case("s", "3\n", "6\n", hidden=False, points=2.0)
HIDDEN = Case("h", "4\n", "secret\n", hidden=True, points=4.0)
SAME = "def check(input, output, expected):\n    return output == expected\n"


def custom(source: str) -> Checker:
    return Checker("custom", {"source": source})


def job(*cases: Case, checker: str = SAME, source: str = "print(6)") -> Job:
    return Job("python", source, cases or (SAMPLE,), Limits(), custom(checker), False, "alice")


# --- what a question may hold -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({}, "one option"),
        ({"source": 5}, "one option"),
        ({"source": SAME, "more": 1}, "one option"),
        ({"source": " "}, "one option"),
        ({"source": "x = 1\ndef check(:"}, "line 2"),
        ({"source": "def judge(a, b, c): ..."}, "does not define check"),
        ({"source": "class A:\n def check(a, b, c): ..."}, "does not define check"),
        ({"source": "#" * (MAX_SOURCE + 1)}, "at most"),
        ({"source": "(" * 5000 + ")" * 5000}, "not Python"),
        ({"source": "\0"}, "not Python"),
    ],
)
def test_a_checker_that_cannot_work_is_refused_with_the_reason(options: dict[str, object], wrong: str) -> None:
    assert wrong in checkers.problem(Checker("custom", options))


def test_a_checker_that_can_work_is_taken_and_never_run_here() -> None:
    assert checkers.problem(custom("raise SystemExit('run')\n" + SAME)) == ""
    with pytest.raises(ValueError, match="sandbox"):
        checkers.matches(custom(SAME), b"6", "6")


# --- what comes of its answer -----------------------------------------------------------------------------


def answered(said: object, *cases: Case) -> Report:
    runs = [outcome(stdout=b"5\n"), outcome(stdout=json.dumps(said).encode())]
    return judge(job(*cases), FakeSandbox(list(runs)))


@pytest.mark.parametrize(
    ("said", "verdict", "points"),
    [
        ([True, None, None], "accepted", 2.0),
        ([False, None, None], "wrong_answer", 0.0),
        (["accepted", 0.5, "slow"], "accepted", 1.0),
        (["wrong_answer", 0.25, None], "wrong_answer", 0.5),
    ],
)
def test_its_verdict_and_its_share_of_the_points_count(said: object, verdict: str, points: float) -> None:
    report = answered(said)
    assert (report.verdict, report.points) == (verdict, points)


def test_its_note_is_told_of_a_sample_and_of_no_hidden_test() -> None:
    assert answered([False, None, "Line 2 is wrong."]).tests[0].message == "Line 2 is wrong."
    told = answered([False, None, "It wants secret."], HIDDEN).tests[0]
    assert (told.verdict, told.message) == ("wrong_answer", "Your program's output is not the expected output.")


@pytest.mark.parametrize(
    "said",
    [
        outcome(stdout=b""),
        outcome(stdout=b"[true, 2, null]"),
        outcome(stdout=b"[true, NaN, null]"),
        outcome(stdout=b"[true, true, null]"),
        outcome(stdout=b'["perhaps", null, null]'),
        outcome(stdout=b"[[], null, null]"),
        outcome(stdout=b"[true, null, 5]"),
        outcome(stdout=b"[" * 60_000),
        outcome(exit_code=1, stderr=b"NameError: x"),
        outcome(exit_code=None, signal="SIGSEGV"),
        *(outcome(stop=stop, exit_code=None, signal="SIGKILL") for stop in Stop if stop is not Stop.EXITED),
    ],
)
def test_whatever_else_it_does_is_ours_and_not_the_candidates(said: object) -> None:
    report = judge(job(), FakeSandbox([outcome(stdout=b"5\n"), said]))  # type: ignore[list-item]
    assert report.verdict is Verdict.INTERNAL_ERROR
    assert "question's checker" in report.fault
    assert "checker" not in report.message


def test_a_program_that_does_not_end_well_is_not_shown_to_it() -> None:
    sandbox = FakeSandbox([outcome(exit_code=1)])
    assert judge(job(), sandbox).verdict is Verdict.RUNTIME_ERROR
    assert len(sandbox.boxes) == 1


def test_an_own_input_without_an_expected_output_is_not_shown_to_it() -> None:
    assert judge(job(Case("own", "1")), FakeSandbox([outcome()])).verdict is Verdict.ACCEPTED


# --- its box ----------------------------------------------------------------------------------------------


class Noting(FakeSandbox):
    def open(self, language: str, limits: Limits, tenant: str) -> Box:
        self.tenants = [*getattr(self, "tenants", []), tenant]
        return super().open(language, limits, tenant)


def test_it_has_a_box_of_its_own_that_is_opened_once_and_closed_also_after_a_fault() -> None:
    good = outcome(stdout=b"[true, null, null]")
    sandbox = Noting([outcome(), good, outcome(), good, outcome(), BoxFault("gone")])
    report = judge(job(SAMPLE, HIDDEN, HIDDEN), sandbox)
    assert report.verdict is Verdict.INTERNAL_ERROR
    assert sandbox.tenants[0] == "alice"
    assert [tenant.startswith(TENANT) for tenant in sandbox.tenants] == [False, True]
    assert [box.closed for box in sandbox.boxes] == [1, 1]
    candidates, checkers_box = sandbox.boxes
    assert candidates.sources == ["print(6)"]
    assert not any(b"secret" in given for given in candidates.inputs)
    assert any(b"secret" in given for given in checkers_box.inputs)


@pytest.mark.parametrize("scope", list(Scope))
def test_no_scope_lends_a_checkers_box_to_a_candidate(scope: Scope) -> None:
    pool = Pool(FakeSandbox(), scope=scope)
    first = pool.open("python", Limits(), "alice")
    first.close()
    checker = pool.open("python", Limits(), TENANT + "x")
    checker.close()
    assert checker.id != first.id
    assert pool.open("python", Limits(), "alice").id != checker.id
    pool.close()


# --- the real thing ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    behind = BubblewrapSandbox()
    require(not behind.why_not(), f"bubblewrap ({behind.why_not()})")
    pool = Pool(behind)
    yield pool
    pool.close()


ANY_ORDER = """
import math
print("this is not an answer")

def check(input, output, expected):
    print("nor is this")
    if sorted(output.split()) == sorted(expected.split()):
        return True
    close = sum(a == b for a, b in zip(output.split(), expected.split()))
    return "wrong_answer", close / 4, f"{close} of {len(expected.split())} for {input.strip()}: {math.pi:.2f}"
"""


def test_a_real_checker_judges(sandbox: Sandbox) -> None:
    case = Case("a", "seven\n", "1 2 3 4\n", hidden=False, points=8.0)
    right = judge(job(case, checker=ANY_ORDER, source="print(4, 3, 2, 1)"), sandbox)
    assert (right.verdict, right.points, right.message) == ("accepted", 8.0, "")
    partly = judge(job(case, checker=ANY_ORDER, source="print(1, 2, 9, 9)"), sandbox)
    assert (partly.verdict, partly.points, partly.message) == ("wrong_answer", 4.0, "2 of 4 for seven: 3.14")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("return open('/no/such')", "FileNotFoundError"),
        ("return None", "verdict is 'None'"),
        ("return True, 7", "points are '7'"),
        ("import os; os.write(1, b'[true, null, null]'); os._exit(0)", "no answer"),
        ("while True: pass", "5 s of processor time"),
        ("return True, 1, 'x' * 10**6", "output"),
    ],
)
def test_a_broken_checker_is_told_to_staff_with_the_reason(sandbox: Sandbox, body: str, why: str) -> None:
    source = f"def check(input, output, expected):\n    {body}\n"
    report = judge(job(checker=source), sandbox)
    assert report.verdict is Verdict.INTERNAL_ERROR
    assert why in report.fault


def test_bytes_that_are_no_text_reach_it_as_escapes(sandbox: Sandbox) -> None:
    source = "def check(input, output, expected):\n    return output == 'a\\\\xff\\x00'\n"
    checker = CustomChecker(sandbox, custom(source))
    assert checker(SAMPLE, b"a\xff\0").accepted
    checker.close()
