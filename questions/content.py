"""What a question may say and allow: one function a field, for every form and API. Each returns a sentence or ""."""

import math
from collections.abc import Mapping
from typing import Any

from executor.core import checkers
from executor.core.job import Checker
from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from questions.models import QuestionContent

MAX_TAGS, MAX_TAG = 20, 40
MIN_MULTIPLIER, MAX_MULTIPLIER = 0.1, 20.0
MAX_STATEMENT = 200_000  # characters


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
