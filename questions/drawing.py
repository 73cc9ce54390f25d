"""Which questions of an assessment one sitting is given, and in which order. The same seed draws the same again.

Everything is ordered by the SHA-256 of seed, purpose and id: a fair permutation that needs no generator's state, so
it is the same in every version of Python, and a question more or less in a pool moves no other one.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField

from executor.errors import Conflict
from executor.statements import Statement
from questions.models import Assessment, Kind, Pool, Question, QuestionVersion, Section, SectionQuestion
from questions.selectors import PUBLISHED, filtered, newest_published

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question that a sitting is given, and what it is worth there."""

    question: Question
    section: Section
    weight: float
    version: UUID | None  # the newest that is published; None where there is none


def permuted(items: Iterable[T], *, seed: str, purpose: str, key: Callable[[T], object]) -> list[T]:
    """`items` in the order that `seed` gives them for `purpose`; `key` tells them apart."""

    def place(item: T) -> bytes:
        return hashlib.sha256(f"{seed}:{purpose}:{key(item)}".encode()).digest()

    return sorted(items, key=place)


def choice_order(choices: Iterable[dict[str, Any]], *, question_id: UUID, seed: str) -> list[str]:
    """The ids of a question's choices as one sitting is shown them."""
    ids = [str(choice["id"]) for choice in choices]
    return permuted(ids, seed=seed, purpose=f"choices:{question_id}", key=str)


def _newest_of(question: OuterRef) -> QuerySet[QuestionVersion]:
    return QuestionVersion.objects.filter(question=question, state=PUBLISHED).order_by("-number")


_sections = Statement(
    lambda assessment: Section.objects.filter(assessment_id=assessment).annotate(
        pooled=Exists(Pool.objects.filter(section=OuterRef("pk")))
    ),
    assessment=UUIDField(),
)
_listed = Statement(
    lambda assessment: (
        SectionQuestion.objects.filter(section__assessment_id=assessment)
        .select_related("question")
        .only("section", "weight", "question__title")
        .annotate(version_id=Subquery(_newest_of(OuterRef("question")).values("pk")[:1]))
    ),
    assessment=UUIDField(),
)
_pools = Statement(lambda assessment: Pool.objects.filter(section__assessment_id=assessment), assessment=UUIDField())


def draw(assessment: Assessment, *, seed: str) -> list[Drawn]:
    """What a sitting is given, in order; no question twice. Conflict where a pool holds too few.

    Of the questions only ids and titles are read: what is given is a published version.
    """
    sections = _sections.rows(assessment=assessment.pk)
    listed: dict[int, list[SectionQuestion]] = defaultdict(list)
    for entry in _listed.rows(assessment=assessment.pk):
        listed[entry.section_id].append(entry)
    pools: dict[int, list[Pool]] = defaultdict(list)
    for pool in _pools.rows(assessment=assessment.pk) if any(section.pooled for section in sections) else ():
        pools[pool.section_id].append(pool)
    # What is certain to be given goes into no pool.
    taken = {entry.question_id for section in sections if section.draw is None for entry in listed[section.pk]}
    given: set[UUID] = set()
    drawn: list[Drawn] = []
    for section in sections:
        found = [
            Drawn(entry.question, section, entry.weight, entry.version_id)  # type: ignore[attr-defined]  # annotated
            for entry in _entries(section, listed[section.pk], seed, taken)
        ]
        found = [one for one in found if one.question.pk not in given]
        taken |= {one.question.pk for one in found}
        for pool in pools[section.pk]:
            questions = _of_pool(pool, section, seed, taken)
            taken |= {question.pk for question in questions}
            newest = newest_published([question.pk for question in questions])
            found += [Drawn(question, section, pool.weight, newest.get(question.pk)) for question in questions]
        if section.shuffle_questions:
            purpose = f"order:{section.order}"
            found = permuted(found, seed=seed, purpose=purpose, key=lambda one: one.question.pk)
        given |= {one.question.pk for one in found}
        drawn += found
    return drawn


def _entries(section: Section, entries: list[SectionQuestion], seed: str, taken: set[UUID]) -> list[SectionQuestion]:
    if section.draw is None:
        return entries
    free = [entry for entry in entries if entry.question_id not in taken]
    _check_enough(section, section.draw, len(free), "listed")
    chosen = permuted(free, seed=seed, purpose=f"draw:{section.order}", key=lambda entry: entry.question_id)
    kept = {entry.pk for entry in chosen[: section.draw]}
    return [entry for entry in entries if entry.pk in kept]


def _of_pool(pool: Pool, section: Section, seed: str, taken: set[UUID]) -> list[Question]:
    free = list(in_pool(pool).exclude(pk__in=taken).only("title"))
    _check_enough(section, pool.draw, len(free), f"in the pool “{pool}”")
    return permuted(free, seed=seed, purpose=f"pool:{pool.tag}:{pool.difficulty}", key=lambda one: one.pk)[: pool.draw]


def in_pool(pool: Pool) -> QuerySet[Question]:
    """The published questions that a pool draws from."""
    published = QuestionVersion.State.PUBLISHED.value
    fitting = filtered(Question.objects.all(), difficulty=pool.difficulty, tag=pool.tag)
    return fitting.filter(versions__state=published).distinct()


def _check_enough(section: Section, wanted: int, there: int, where: str) -> None:
    if there < wanted:
        raise Conflict(
            f"The section “{section}” draws {wanted}, but only {there} are free {where}.", code="not_enough_questions"
        )


# --- what can be said before anything is drawn --------------------------------------------------------------


def question_count(sections: Collection[Section]) -> int:
    """How many questions each sitting is given; no question stands in two fixed sections twice."""
    fixed = {entry.question_id for section in sections if section.draw is None for entry in section.entries.all()}
    drawn = sum(section.draw or 0 for section in sections)
    return len(fixed) + drawn + sum(pool.draw for section in sections for pool in section.pools.all())


def has_words(sections: Iterable[Section]) -> bool:
    """Whether a sitting can be given a question that is not answered with a program."""
    return any(
        any(entry.question.kind != Kind.CODE for entry in section.entries.all())
        or any(in_pool(pool).exclude(kind=Kind.CODE).exists() for pool in section.pools.all())
        for section in sections
    )


def worth(sections: Iterable[Section]) -> tuple[float, float]:
    """The fewest and the most points that a sitting can be worth: sections may list questions of different weights."""
    least = most = 0.0
    for section in sections:
        weights = sorted(entry.weight for entry in section.entries.all())
        count = len(weights) if section.draw is None else section.draw
        pools = sum(pool.draw * pool.weight for pool in section.pools.all())
        least += sum(weights[:count]) + pools
        most += sum(sorted(weights, reverse=True)[:count]) + pools
    return least, most
