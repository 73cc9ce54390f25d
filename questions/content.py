"""What a question may say and allow: one function a field, for every form and API. Each returns a sentence or ""."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from executor.core import checkers
from executor.core.job import Checker
from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from questions.models import Choice, Kind, Question, QuestionContent, TestCase

MAX_TAGS, MAX_TAG = 20, 40
MIN_MULTIPLIER, MAX_MULTIPLIER = 0.1, 20.0
MAX_STATEMENT = 200_000  # characters
MAX_CHOICES, MAX_CHOICE = 50, 1000
MAX_ACCEPTED, MAX_SHORT_ANSWER = 50, 500


def problems(content: QuestionContent) -> dict[str, str]:
    """What is wrong, by field; empty where nothing is."""
    found = {
        "title": "" if content.title.strip() else "A title is needed.",
        "statement": statement_problem(content.statement),
        "tags": tags_problem(content.tags),
        "languages": languages_problem(content.languages),
        "multipliers": multipliers_problem(content.multipliers),
        "checker_options": checkers.problem(Checker(content.checker, content.checker_options)),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def answer_problems(question: Question, tests: Sequence[TestCase], choices: Sequence[Choice]) -> dict[str, str]:
    """What keeps a working copy from being answered and scored, by field."""
    right = sum(choice.right for choice in choices)
    match Kind(question.kind):
        case Kind.CODE if not tests:
            return {"test_cases": "At least one test case is needed."}
        case Kind.CODE if not any(test.points for test in tests):
            return {"test_cases": "At least one test case must carry points; now nobody could score."}
        case Kind.SINGLE | Kind.MULTIPLE if len(choices) < 2:
            return {"choices": "At least two choices are needed."}
        case Kind.SINGLE if right != 1:
            return {"choices": f"Exactly one choice must be right; {right or 'none'} are."}
        case Kind.MULTIPLE if not right:
            return {"choices": "At least one choice must be right."}
        case Kind.SHORT if not question.accepted_answers:
            return {"accepted_answers": "At least one accepted answer is needed."}
    return {}


def accepted_problem(answers: Any) -> str:
    if not isinstance(answers, list) or not all(isinstance(one, str) for one in answers):
        return "Accepted answers are a list of texts."
    if any(not one.strip() or len(one) > MAX_SHORT_ANSWER or "\n" in one for one in answers):
        return f"Each accepted answer is one line of 1 to {MAX_SHORT_ANSWER} characters."
    return f"At most {MAX_ACCEPTED} accepted answers." if len(answers) > MAX_ACCEPTED else ""


def statement_problem(statement: str) -> str:
    if not statement.strip():
        return "A statement is needed."
    return f"At most {MAX_STATEMENT:,} characters." if len(statement) > MAX_STATEMENT else ""


def tags_problem(tags: Any) -> str:
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        return "Tags are a list of words."
    if any(not tag.strip() or len(tag) > MAX_TAG for tag in tags):
        return f"Each tag has 1 to {MAX_TAG} characters."
    return f"At most {MAX_TAGS} tags." if len(tags) > MAX_TAGS else ""


def languages_problem(languages: Any) -> str:
    if not isinstance(languages, list):
        return "Languages are a list of names."
    unknown = [name for name in languages if name not in LANGUAGES]
    return f"{unknown[0]!r} is unknown; there are {', '.join(LANGUAGES)}." if unknown else ""


def multipliers_problem(multipliers: Any) -> str:
    if not isinstance(multipliers, Mapping):
        return 'Multipliers are numbers by language, such as {"python": 2}.'
    for name, factor in multipliers.items():
        if name not in LANGUAGES:
            return f"{name!r} is unknown; there are {', '.join(LANGUAGES)}."
        number = isinstance(factor, int | float) and not isinstance(factor, bool) and math.isfinite(factor)
        if not number or not MIN_MULTIPLIER <= factor <= MAX_MULTIPLIER:
            return f"The multiplier of {name} must be between {MIN_MULTIPLIER:g} and {MAX_MULTIPLIER:g}."
    return ""


def limits_for(content: QuestionContent, language: str) -> Limits:
    """The limits of one test in one language (canonical name): the question's, by its and the language's factors."""
    limits = Limits(
        cpu_seconds=content.cpu_seconds, memory_mib=content.memory_mib, output_kib=content.output_kib
    ).scaled(cpu=float(content.multipliers.get(language, 1.0)))
    return LANGUAGES[language].scale(limits)
