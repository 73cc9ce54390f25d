"""The demo bank: in the format that its README promises, and every reference solution does what it says, for real."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from conftest import require
from executor.core.job import Case, Checker, Job, Report
from executor.core.judge import judge
from executor.core.languages import LANGUAGES
from executor.core.verdicts import Verdict
from executor.errors import Unavailable
from executor.sandboxes.choose import choose
from executor.sandboxes.pool import Pool
from questions.bank import DEMO, BankQuestion, BankSolution, read_bank
from questions.content import limits_for, problems
from questions.markdown import render_markdown
from questions.models import Question

BANK = {question.slug: question for question in read_bank()}
SOLUTIONS = [
    pytest.param(question, solution, id=f"{question.slug}-{solution.expectation}-{solution.language}")
    for question in BANK.values()
    for solution in question.solutions
]
EACH = pytest.mark.parametrize("question", [pytest.param(question, id=slug) for slug, question in BANK.items()])
MAX_FILE, MAX_BANK = 300_000, 3_000_000  # bytes
Judged = Callable[[BankQuestion, BankSolution], Report]


# --- the format ---------------------------------------------------------------------------------------------


def test_the_bank_is_twelve_questions_of_three_difficulties() -> None:
    counted = [question.content["difficulty"] for question in BANK.values()]
    assert (counted.count("easy"), counted.count("medium"), counted.count("hard")) == (4, 5, 3)
    assert len({question.id for question in BANK.values()}) == 12
    assert {question.content["checker"] for question in BANK.values()} >= {"lines", "float", "unordered", "tokens"}


@EACH
def test_each_question_could_be_published(question: BankQuestion) -> None:
    assert problems(Question(**question.content)) == {}
    title = question.content["title"]
    assert question.content["statement"].startswith(f"# {title}\n")
    assert f"<h1>{title}</h1>" in render_markdown(question.content["statement"])


@EACH
def test_each_question_has_two_samples_then_hidden_tests_that_carry_points(question: BankQuestion) -> None:
    assert [test.sample for test in question.tests[:2]] == [True, True]
    assert not any(test.sample for test in question.tests[2:])
    assert 8 <= len(question.tests) - 2 <= 14
    assert all(test.points == 0 if test.sample else test.points > 0 for test in question.tests)
    for test in question.tests:
        assert test.expected_output.endswith("\n")
        assert "\r" not in test.input + test.expected_output


@EACH
def test_each_question_has_starter_and_accepted_solution_in_every_language(question: BankQuestion) -> None:
    assert set(question.starter) == set(LANGUAGES)
    by_expectation = {
        expectation: {one.language for one in question.solutions if one.expectation == expectation}
        for expectation in ("accepted", "wrong", "slow")
    }
    assert by_expectation["accepted"] == set(LANGUAGES)
    assert by_expectation["wrong"]
    assert by_expectation["slow"]


def test_the_bank_stays_small() -> None:
    sizes = {path: path.stat().st_size for path in DEMO.rglob("*") if path.is_file()}
    assert max(sizes.values()) <= MAX_FILE
    assert sum(sizes.values()) <= MAX_BANK


# --- every reference solution, in a real sandbox -------------------------------------------------------------


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest) -> Iterator[Judged]:
    """Judges the solutions of the selected tests ahead, two at a time; each test waits for its own."""
    try:
        sandbox, _ = choose()
    except Unavailable as absent:
        require(False, f"a sandbox: {absent}")
        raise
    pool = Pool(sandbox)
    cancelled = threading.Event()
    with ThreadPoolExecutor(2) as threads:
        reports: dict[tuple[str, BankSolution], Future[Report]] = {}
        for item in request.session.items:
            given = getattr(getattr(item, "callspec", None), "params", {})
            if "solution" in given:
                question, solution = given["question"], given["solution"]
                job = _job(question, solution)
                reports[question.slug, solution] = threads.submit(judge, job, pool, cancel=cancelled)
        yield lambda question, solution: reports[question.slug, solution].result(timeout=300)
        cancelled.set()
        threads.shutdown(cancel_futures=True)
    pool.close()


def _job(question: BankQuestion, solution: BankSolution) -> Job:
    content = Question(**question.content)
    return Job(
        language=solution.language,
        source=solution.source,
        cases=tuple(
            Case(test.name, test.input, test.expected_output, hidden=not test.sample, points=test.points)
            for test in question.tests
        ),
        limits=limits_for(content, solution.language),
        checker=Checker(content.checker, content.checker_options),
        stop_at_first_failure=solution.expectation != "accepted",
        tenant="demo-bank",
    )


@pytest.mark.sandbox
@pytest.mark.parametrize(("question", "solution"), SOLUTIONS)
def test_a_reference_solution_does_what_it_says(judged: Judged, question: BankQuestion, solution: BankSolution) -> None:
    report = judged(question, solution)
    told = f"{report.message} {report.compile_output} {report.fault}"
    failed = [test for test in report.tests if test.verdict is not Verdict.ACCEPTED]
    match solution.expectation:
        case "accepted":
            assert report.verdict is Verdict.ACCEPTED, told
            assert len(report.tests) == len(question.tests)
            assert report.points == sum(test.points for test in question.tests)
        case "wrong":
            assert report.verdict is Verdict.WRONG_ANSWER, told
            assert report.tests.index(failed[0]) >= 2, "it must pass the samples"
        case "slow":
            assert report.verdict is Verdict.TIME_LIMIT, told
            assert report.tests.index(failed[0]) >= 2, "it must pass the samples"
