"""Publishing: the working copy becomes a version that never changes; and the jobs made of a version."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DataError, transaction

from executor.errors import Invalid, Unprocessable
from executor.services import cases_in
from questions.models import Question, StarterCode, TestCase
from questions.services import free_slug, job_for, publish, unpublished_changes

pytestmark = pytest.mark.django_db


def test_a_version_holds_everything_and_hides_the_hidden(question: Question) -> None:
    version = question.published
    assert version is not None
    assert (version.number, version.state, version.title) == (1, "published", "Add two")
    assert version.starter == {"python": "# your code\n"}
    assert [case["name"] for case in version.cases] == ["first", "second", "hidden-1", "hidden-2", "hidden-3"]
    assert version.samples[0]["input"] == "1 2\n"
    for case in version.cases[2:]:
        assert set(case) == {"id", "name", "sample", "points"}
    assert [case.input for case in cases_in(version.case_set)][2] == "7001 1\n"


def test_publishing_again_without_a_change_makes_no_version(question: Question, now: datetime) -> None:
    first = question.published
    assert publish(question=question, actor=None, now=now) == first
    assert question.versions.count() == 1
    assert not unpublished_changes(question)


@pytest.mark.parametrize("what", ["statement", "limit", "hidden test", "starter", "order"])
def test_each_change_makes_a_version_and_leaves_the_old_one(question: Question, now: datetime, what: str) -> None:
    hidden = question.test_cases.filter(sample=False).first()
    assert hidden is not None
    match what:
        case "statement":
            question.statement += "\nMore."
        case "limit":
            question.cpu_seconds = 3.0
        case "hidden test":
            hidden.expected_output = "8000\n"
        case "starter":
            StarterCode.objects.create(question=question, language="cpp", code="int main() {}\n")
        case "order":
            hidden.order = 90
    question.save()
    hidden.save()
    assert unpublished_changes(question)
    version = publish(question=question, actor=None, now=now)
    assert version.number == 2
    assert question.published == version
    old = question.versions.get(number=1)
    assert "More." not in old.statement
    assert [case.expected for case in cases_in(old.case_set)][2] == "7002\n"


def test_refuses_what_is_incomplete_and_names_every_field(now: datetime) -> None:
    bare = Question.objects.create(title=" ", slug="bare", statement="", tags=["", "x"], multipliers={"cobol": 2})
    with pytest.raises(Unprocessable) as refused:
        publish(question=bare, actor=None, now=now)
    assert {error.field for error in refused.value.errors} == {
        *("title", "statement", "tags", "multipliers", "test_cases")
    }
    assert bare.published is None
    assert unpublished_changes(bare)


def test_refuses_tests_that_carry_no_points(question: Question, now: datetime) -> None:
    question.test_cases.update(points=0)
    with pytest.raises(Unprocessable, match="points"):
        publish(question=question, actor=None, now=now)


def test_a_nul_never_reaches_a_version(question: Question, now: datetime) -> None:
    """SQLite would store one: publishing refuses it and says where. PostgreSQL refuses the row itself."""
    with pytest.raises((Invalid, ValueError, DataError)) as refused, transaction.atomic():
        question.test_cases.filter(name="hidden-2").update(input="a\x00b")
        publish(question=question, actor=None, now=now)
    if isinstance(refused.value, Invalid):
        assert refused.value.errors[0].field == "test_cases.3.input"
    assert question.versions.count() == 1


def test_carriage_returns_become_line_feeds(question: Question, now: datetime) -> None:
    question.test_cases.filter(name="hidden-1").update(input="7001\r\n1\r\n", expected_output="7002\r\n")
    case = cases_in(publish(question=question, actor=None, now=now).case_set)[2]
    assert (case.input, case.expected) == ("7001\n1\n", "7002\n")


def test_white_space_at_the_ends_survives(question: Question, now: datetime) -> None:
    question.test_cases.filter(name="hidden-1").update(input="\n  7001 1  \n\n", expected_output=" 7002 \n")
    case = cases_in(publish(question=question, actor=None, now=now).case_set)[2]
    assert (case.input, case.expected) == ("\n  7001 1  \n\n", " 7002 \n")


# --- jobs ---------------------------------------------------------------------------------------------------


def test_a_submission_is_judged_on_all_tests(question: Question) -> None:
    job = job_for(_published(question), language="PY", source="x", tenant="t")
    assert job.language == "python"
    assert [case.hidden for case in job.cases] == [False, False, True, True, True]
    assert [case.points for case in job.cases] == [0, 0, 1, 1, 1]


def test_a_run_on_samples_holds_nothing_hidden(question: Question) -> None:
    job = job_for(_published(question), language="python", source="x", tenant="t", only_samples=True)
    assert [case.hidden for case in job.cases] == [False, False]
    assert "700" not in repr(job.cases)


def test_a_run_on_ones_own_input_compares_with_nothing(question: Question) -> None:
    job = job_for(_published(question), language="python", source="x", tenant="t", own_input="5 6\r\n")
    (case,) = job.cases
    assert (case.input, case.expected, case.hidden) == ("5 6\n", None, False)


def test_limits_are_multiplied_by_question_and_language(question: Question, now: datetime) -> None:
    question.cpu_seconds, question.memory_mib, question.multipliers = 2.0, 100, {"java": 1.5}
    question.save()
    version = publish(question=question, actor=None, now=now)
    java = job_for(version, language="java", source="x", tenant="t").limits
    cpp = job_for(version, language="c++", source="x", tenant="t").limits
    assert (java.cpu_seconds, java.memory_mib) == (6.0, 200)
    assert (cpp.cpu_seconds, cpp.memory_mib) == (2.0, 100)


def test_an_unknown_language_is_refused_by_name(question: Question) -> None:
    with pytest.raises(Invalid, match="language"):
        job_for(_published(question), language="cobol", source="x", tenant="t")


def test_no_samples_and_no_input_is_refused(question: Question, now: datetime) -> None:
    TestCase.objects.filter(question=question).update(sample=False)
    version = publish(question=question, actor=None, now=now)
    with pytest.raises(Unprocessable, match="samples"):
        job_for(version, language="python", source="x", tenant="t", only_samples=True)


def test_slugs_are_free(question: Question) -> None:
    assert free_slug("Add two") == "add-two-2"
    assert free_slug("Something else") == "something-else"
    assert free_slug("∑") == "question"


def _published(question: Question) -> Any:
    version = question.published
    assert version is not None
    return version
