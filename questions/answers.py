"""Answers that are not programs: what one looks like, and how much of it is right. Pure but for the rows it reads.

An answer is a text, so that it is saved as every draft is: of a choice the ids chosen, one a line; else what was
written. In place of a draft's language stands ANSWER.
"""

import unicodedata
from collections.abc import Iterable

from executor.core.text import check_text
from executor.errors import Invalid, TooLarge
from questions.models import Kind, QuestionVersion

ANSWER = "answer"
MAX_SHORT, MAX_TEXT = 500, 50_000  # characters


def check_answer(version: QuestionVersion, answer: str) -> str:
    """The answer as it is kept. Raises Invalid or TooLarge, naming the field `code`, where it cannot be one."""
    answer = check_text("code", answer)
    kind = Kind(version.kind)
    if kind in (Kind.SINGLE, Kind.MULTIPLE):
        chosen = _lines(answer)
        offered = {choice["id"] for choice in version.choices}
        if not chosen <= offered:
            raise Invalid("code", "must name choices of this question by their ids, one a line", code="unknown_choice")
        if kind is Kind.SINGLE and len(chosen) > 1:
            raise Invalid("code", "must name one choice", code="too_many")
        return "\n".join(choice["id"] for choice in version.choices if choice["id"] in chosen)
    most = MAX_SHORT if kind is Kind.SHORT else MAX_TEXT
    if len(answer) > most:
        raise TooLarge("code", f"has {len(answer):,} characters; at most {most:,} are taken", code="too_large")
    if kind is Kind.SHORT and "\n" in answer:
        raise Invalid("code", "must be one line")
    return answer


def fraction(version: QuestionVersion, answer: str) -> float | None:
    """How much of the question an answer solves, 0 to 1; None where people have to say (free text)."""
    match Kind(version.kind):
        case Kind.TEXT:
            return None
        case Kind.SHORT:
            given = normalised(answer, case_matters=version.case_matters)
            accepted = (normalised(one, case_matters=version.case_matters) for one in version.answer_key["accepted"])
            return float(given in accepted)
        case _:
            return _of_choice(_lines(answer), set(version.answer_key["right"]), partial=version.partial_credit)


def _of_choice(chosen: set[str], right: set[str], *, partial: bool) -> float:
    """All or nothing; or, of several, each right one counts for and each wrong one against, never below zero."""
    if not partial:
        return float(chosen == right)
    return max(len(chosen & right) - len(chosen - right), 0) / len(right)


def normalised(text: str, *, case_matters: bool) -> str:
    """What two short answers are compared by: compatible forms of letters and runs of white space are the same."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if case_matters else plain.casefold()


def in_words(version: QuestionVersion, answer: str) -> str:
    """An answer as a person reads it: of a choice the texts of what was chosen."""
    if version.kind in (Kind.SHORT, Kind.TEXT):
        return answer
    chosen = _lines(answer)
    return "\n".join(choice["text"] for choice in version.choices if choice["id"] in chosen)


def key_in_words(version: QuestionVersion) -> str:
    """What is right, for staff."""
    right: Iterable[str] = version.answer_key.get("accepted", [])
    if version.kind in (Kind.SINGLE, Kind.MULTIPLE):
        right = (choice["text"] for choice in version.choices if choice["id"] in version.answer_key["right"])
    return "\n".join(right)


def _lines(answer: str) -> set[str]:
    return {line.strip() for line in answer.split("\n") if line.strip()}
