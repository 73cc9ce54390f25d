"""Writes of the working copies that span rows: a question with its tests, an assessment with its sections."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from executor.core.limits import MAX_CASES
from executor.errors import Conflict, FieldError, Invalid, Unprocessable
from questions.models import (
    Assessment,
    Choice,
    Pool,
    Question,
    ReferenceSolution,
    Section,
    SectionQuestion,
    StarterCode,
    TestCase,
)
from questions.services import free_slug

Values = Mapping[str, Any]
PARTS = ("boiler_plate", "test_cases", "reference_solutions")


def write_question(*, question: Question | None, values: Values, replace: bool, actor: Any = None) -> Question:
    """Make or change a working copy. `replace`: what is not given goes back to its default (PUT).

    Conflict for a slug that another question has; Invalid for the id of a test that belongs to another one.
    """
    with transaction.atomic():
        if question is None:
            question = Question(created_by=actor, slug=values.get("slug") or free_slug(values["title"]))
        else:
            question = Question.objects.select_for_update().get(pk=question.pk)
        _set(
            question, values, {"id", "legacy_id", "slug", "created_by", "created_at", "updated_at"} if replace else None
        )
        _save(question, "question")
        if replace or "boiler_plate" in values:
            question.starter_codes.all().delete()
            codes = values.get("boiler_plate", {})
            StarterCode.objects.bulk_create(
                StarterCode(question=question, language=n, code=c) for n, c in codes.items()
            )
        if replace or "reference_solutions" in values:
            question.reference_solutions.all().delete()
            ReferenceSolution.objects.bulk_create(
                ReferenceSolution(question=question, **one) for one in values.get("reference_solutions", [])
            )
        if replace or "test_cases" in values:
            _replace_cases(question, values.get("test_cases", []))
        if replace or "choices" in values:
            _replace_choices(question, values.get("choices", []))
    return question


def _set(row: Any, values: Values, kept: set[str] | None) -> None:
    """Copy values onto a row; with `kept`, every other column goes back to its default first."""
    for column in row._meta.concrete_fields:
        if column.attname in values:
            setattr(row, column.attname, values[column.attname])
        elif kept is not None and column.name not in kept and column.has_default():
            setattr(row, column.attname, column.get_default())


def _save(row: Question | Assessment, what: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        if type(row).objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
            refused = Conflict(f"Another {what} has the slug {row.slug!r}.", code="slug_taken")
            refused.errors = (FieldError("slug", "slug_taken", "is taken"),)
            raise refused from clash
        raise


def _replace_cases(question: Question, cases: Sequence[Values]) -> None:
    """Tests keep their id where it is given, so that publishing the same again makes no new version."""
    given = [case["id"] for case in cases if "id" in case]
    foreign = set(TestCase.objects.filter(id__in=given).exclude(question=question).values_list("id", flat=True))
    for at, case in enumerate(cases):
        if case.get("id") in foreign:
            raise Invalid(f"test_cases.{at}.id", "belongs to another question")
    question.test_cases.all().delete()
    TestCase.objects.bulk_create(
        TestCase(question=question, **_with_defaults({"order": at, **case})) for at, case in enumerate(cases)
    )


def _replace_choices(question: Question, choices: Sequence[Values]) -> None:
    """As with tests: a choice keeps its id where it is given."""
    given = [choice["id"] for choice in choices if "id" in choice]
    foreign = set(Choice.objects.filter(id__in=given).exclude(question=question).values_list("id", flat=True))
    for at, choice in enumerate(choices):
        if choice.get("id") in foreign:
            raise Invalid(f"choices.{at}.id", "belongs to another question")
    question.choices.all().delete()
    Choice.objects.bulk_create(Choice(question=question, order=at, **dict(choice)) for at, choice in enumerate(choices))


def _with_defaults(case: Values) -> dict[str, Any]:
    """Samples carry no points unless they are said to."""
    return {"points": 0.0 if case.get("sample") else 1.0, **case}


def add_case(*, question: Question, values: Values) -> TestCase:
    """Append a test. Conflict where the question has as many as there may be."""
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        orders = list(question.test_cases.values_list("order", flat=True))
        if len(orders) >= MAX_CASES:
            raise Conflict(f"A question has at most {MAX_CASES} tests.", code="too_many")
        order = max(orders, default=-1) + 1
        taken = "id" in values and TestCase.objects.filter(id=values["id"]).exists()
        if taken:
            raise Conflict(f"There is a test with the id {values['id']}.", code="id_taken")
        case = TestCase.objects.create(question=question, **_with_defaults({"order": order, **values}))
        _touch(question)
    return case


def change_case(*, case: TestCase, values: Values, replace: bool) -> TestCase:
    with transaction.atomic():
        values = {name: value for name, value in values.items() if name != "id"}
        if replace:
            values = _with_defaults(values)
        _set(case, values, {"id", "question", "order"} if replace else None)
        case.save()
        _touch(case.question)
    return case


def delete_case(*, case: TestCase) -> None:
    with transaction.atomic():
        case.delete()
        _touch(case.question)


def _touch(question: Question) -> None:
    """A question has changed when one of its tests has."""
    Question.objects.filter(pk=question.pk).update(updated_at=timezone.now())


def write_assessment(*, assessment: Assessment | None, values: Values, replace: bool, actor: Any = None) -> Assessment:
    """Make or change an assessment. Sessions that have started keep what they were given."""
    with transaction.atomic():
        if assessment is None:
            assessment = Assessment(created_by=actor, slug=values.get("slug") or _free_slug(values["title"]))
        else:
            assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
        _set(assessment, values, {"id", "slug", "created_by", "created_at", "updated_at"} if replace else None)
        if replace:
            for name in ("opens_at", "closes_at", "hard_end_at"):
                setattr(assessment, name, values.get(name))
        _save(assessment, "assessment")
        if replace or "sections" in values:
            _replace_sections(assessment, values.get("sections", []))
    return assessment


def _free_slug(title: str) -> str:
    base = slugify(title)[:75] or "assessment"
    taken = set(Assessment.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _replace_sections(assessment: Assessment, sections: Sequence[Values]) -> None:
    known = _known([entry["question_id"] for section in sections for entry in section["questions"]])
    for at, section in enumerate(sections):
        for place, entry in enumerate(section["questions"]):
            if entry["question_id"] not in known:
                raise Unprocessable(f"sections.{at}.questions.{place}.question_id", "there is no such question")
    assessment.sections.all().delete()
    for at, section in enumerate(sections):
        drawing = {name: section[name] for name in ("draw", "shuffle_questions", "shuffle_choices") if name in section}
        row = Section.objects.create(assessment=assessment, title=section["title"], order=at, **drawing)
        Pool.objects.bulk_create(
            Pool(section=row, order=place, **dict(pool)) for place, pool in enumerate(section.get("pools", []))
        )
        SectionQuestion.objects.bulk_create(
            SectionQuestion(section=row, question_id=entry["question_id"], weight=entry["weight"], order=place)
            for place, entry in enumerate(section["questions"])
        )


def _known(ids: Sequence[UUID]) -> set[UUID]:
    return set(Question.objects.filter(id__in=ids).values_list("id", flat=True))
