"""Questions without a program: what publishing freezes, what an answer may be, how much of it is right."""

from datetime import datetime
from typing import Any

import pytest

from executor.errors import Invalid, TooLarge, Unprocessable
from questions.answers import check_answer, fraction, in_words, key_in_words, normalised
from questions.models import Choice, Question, QuestionVersion
from questions.selectors import full_given
from questions.services import publish, unpublished_changes

pytestmark = pytest.mark.django_db


def made(now: datetime, kind: str, *choices: tuple[str, bool], **fields: Any) -> QuestionVersion:
    question = Question.objects.create(kind=kind, title="Choose", slug=f"q-{kind}", statement="Which?", **fields)
    for order, (text, right) in enumerate(choices):
        Choice.objects.create(question=question, text=text, right=right, order=order)
    return publish(question=question, actor=None, now=now)


def chosen(version: QuestionVersion, *texts: str) -> str:
    return "\n".join(choice["id"] for choice in version.choices if choice["text"] in texts)


LETTERS = (("a", True), ("b", True), ("c", False), ("d", False))


@pytest.mark.parametrize(
    ("texts", "partial", "whole"),
    [("ab", 1, 1), ("a", 0.5, 0), ("abc", 0.5, 0), ("ac", 0, 0), ("cd", 0, 0), ("", 0, 0), ("abcd", 0, 0)],
)
def test_a_choice_of_several(now: datetime, texts: str, partial: float, whole: float) -> None:
    version = made(now, "multiple", *LETTERS, partial_credit=True)
    assert fraction(version, chosen(version, *texts)) == partial
    version.partial_credit = False
    assert fraction(version, chosen(version, *texts)) == whole


def test_a_choice_of_one(now: datetime) -> None:
    version = made(now, "single", ("a set", True), ("a list", False))
    right, wrong = chosen(version, "a set"), chosen(version, "a list")
    assert (fraction(version, right), fraction(version, wrong), fraction(version, "")) == (1, 0, 0)
    with pytest.raises(Invalid, match="one choice"):
        check_answer(version, f"{right}\n{wrong}")
    with pytest.raises(Invalid, match="choices of this question"):
        check_answer(version, "5f0c3b7e-0d0b-4d7e-9d0e-0c6f2f3f7a01")
    assert check_answer(version, f" {right} \n\n") == right
    assert (in_words(version, right), key_in_words(version)) == ("a set", "a set")


@pytest.mark.parametrize(
    ("given", "right"),
    [("O(n log n)", True), ("  o(N  LOG\tn) ", True), ("Ｏ(n log n)", True), ("O(n)", False), ("", False)],
)
def test_a_short_text_is_compared_without_regard_to_space_width_and_capitals(
    now: datetime, given: str, right: bool
) -> None:
    version = made(now, "short", accepted_answers=["O(n log n)", "linearithmic"])
    assert fraction(version, given) == float(right)


def test_capitals_matter_where_they_are_said_to(now: datetime) -> None:
    version = made(now, "short", accepted_answers=["-D"], case_matters=True)
    assert (fraction(version, "-D"), fraction(version, "-d")) == (1, 0)
    assert normalised("Straße", case_matters=False) == normalised("STRASSE", case_matters=False)


def test_texts_have_a_length_and_a_short_one_is_one_line(now: datetime) -> None:
    short, free = made(now, "short", accepted_answers=["x"]), made(now, "text")
    with pytest.raises(TooLarge):
        check_answer(short, "x" * 501)
    with pytest.raises(Invalid, match="one line"):
        check_answer(short, "a\nb")
    with pytest.raises(TooLarge):
        check_answer(free, "x" * 50_001)
    assert check_answer(free, "a\r\nb") == "a\nb"
    assert fraction(free, "anything") is None


@pytest.mark.parametrize(
    ("kind", "choices", "field", "says"),
    [
        ("code", (), "test_cases", "test case"),
        ("single", (("a", True),), "choices", "two"),
        ("single", (("a", True), ("b", True)), "choices", "2 are"),
        ("single", (("a", False), ("b", False)), "choices", "none are"),
        ("multiple", (("a", False), ("b", False)), "choices", "one choice must be right"),
        ("short", (), "accepted_answers", "accepted answer"),
    ],
)
def test_what_cannot_be_scored_is_not_published(now: datetime, kind: str, choices: Any, field: str, says: str) -> None:
    with pytest.raises(Unprocessable, match=says) as refused:
        made(now, kind, *choices)
    assert [error.field for error in refused.value.errors] == [field]


def test_a_version_keeps_its_key_apart_and_gives_it_to_nobody(now: datetime) -> None:
    version = made(now, "multiple", *LETTERS)
    assert [set(choice) for choice in version.choices] == [{"id", "text"}] * 4
    shown = full_given(version)
    assert "answer_key" not in shown
    assert all(set(choice) == {"id", "text"} for choice in shown["choices"])


def test_another_right_choice_makes_another_version_and_leaves_the_old_one(now: datetime) -> None:
    old = made(now, "single", ("a", True), ("b", False))
    question = old.question
    question.choices.filter(text="a").update(right=False)
    question.choices.filter(text="b").update(right=True)
    assert unpublished_changes(question)
    new = publish(question=question, actor=None, now=now)
    assert (key_in_words(old), key_in_words(new), new.number) == ("a", "b", 2)
    assert publish(question=question, actor=None, now=now) == new
