"""What a candidate is shown of a frozen version, kept ready in the process: hundreds are given the same one.

Nothing hidden is read into it: no answer key, no checker's program, of the hidden tests only how many all tests are.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from executor.kept import Kept
from questions.markdown import render_markdown
from questions.models import Kind, QuestionVersion

READ = (
    *("kind", "title", "difficulty", "statement", "cpu_seconds", "memory_mib", "languages"),
    *("choices", "starter", "cases"),
)
MOST_CHARACTERS = 16 << 20


@dataclass(frozen=True, slots=True)
class Shown:
    """Shared between pages: nobody changes what is in it."""

    kind: str
    title: str
    difficulty: str
    statement_html: str
    cpu_seconds: float
    memory_mib: int
    languages: list[str]  # empty: all
    choices: list[Any]  # {id, text}, as they were written
    starter: dict[str, str]
    samples: list[Any]  # {name, input, expected_output}
    tests: int  # hidden ones too

    @property
    def is_code(self) -> bool:
        return self.kind == Kind.CODE

    def offers(self, language: str) -> bool:
        return self.is_code and (not self.languages or language in self.languages)


def _size(shown: Shown) -> int:
    return len(shown.statement_html) + len(json.dumps([shown.choices, shown.starter, shown.samples]))


_shown = Kept[UUID, Shown](_size, MOST_CHARACTERS)


def shown_of(versions: Collection[UUID]) -> dict[UUID, Shown]:
    """By the ids of versions. At most one query, and none where all of them are known."""
    return _shown.get_many(versions, _read)


def _read(versions: list[UUID]) -> dict[UUID, Shown]:
    return {version.pk: _as_shown(version) for version in QuestionVersion.objects.filter(pk__in=versions).only(*READ)}


def _as_shown(version: QuestionVersion) -> Shown:
    return Shown(
        kind=version.kind,
        title=version.title,
        difficulty=version.difficulty,
        statement_html=render_markdown(version.statement),
        cpu_seconds=version.cpu_seconds,
        memory_mib=version.memory_mib,
        languages=version.languages,
        choices=version.choices,
        starter=version.starter,
        samples=[
            {"name": case["name"], "input": case["input"], "expected_output": case["expected_output"]}
            for case in version.samples
        ],
        tests=len(version.cases),
    )
