"""Questions and assessments as the API gives them. A candidate's come from the versions of his session."""

import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet

from executor.core import custom_checker
from questions.models import Assessment, Question, QuestionContent, QuestionVersion, Section, TestCase

PUBLISHED = QuestionVersion.State.PUBLISHED.value


def filtered(
    questions: QuerySet[Question], *, difficulty: str = "", tag: str = "", search: str = ""
) -> QuerySet[Question]:
    """Questions of a difficulty, with a tag, with a text in their title or statement."""
    if difficulty:
        questions = questions.filter(difficulty=difficulty)
    if search:
        questions = questions.filter(Q(title__icontains=search) | Q(statement__icontains=search))
    if not tag:
        return questions
    if connection.features.supports_json_field_contains:
        return questions.filter(tags__contains=[tag])
    return questions.filter(pk__in=[pk for pk, tags in questions.values_list("pk", "tags") if tag in tags])


def newest_published(questions: Collection[UUID]) -> dict[UUID, UUID]:
    """By question: the version that a session which starts now is given. Without those that were never published."""
    versions = QuestionVersion.objects.filter(question__in=questions, state=PUBLISHED).order_by("number")
    return dict(versions.values_list("question_id", "pk"))  # of a question's versions the last one stays


def with_parts(questions: QuerySet[Question]) -> QuerySet[Question]:
    """The same with everything that `working_copy` reads."""
    newest = Max("versions__number", filter=Q(versions__state=PUBLISHED))
    return questions.annotate(published_number=newest).prefetch_related("test_cases", "starter_codes")


def _content(content: QuestionContent) -> dict[str, Any]:
    return {
        "kind": content.kind,
        "title": content.title,
        "description": content.statement,
        "difficulty": content.difficulty,
        "tags": content.tags,
        "languages": content.languages,
        "cpu_seconds": content.cpu_seconds,
        "memory_mib": content.memory_mib,
        "output_kib": content.output_kib,
        "multipliers": content.multipliers,
        "checker": content.checker,
        "checker_options": content.checker_options,
        "stop_at_first_failure": content.stop_at_first_failure,
        "case_matters": content.case_matters,
        "partial_credit": content.partial_credit,
    }


# --- for keys and staff ---------------------------------------------------------------------------------------


def working_copy(question: Question) -> dict[str, Any]:
    """A question from `with_parts`, without its tests."""
    return {
        "id": str(question.id),
        "legacy_id": question.legacy_id,
        "slug": question.slug,
        **_content(question),
        "published_version": question.published_number,  # type: ignore[attr-defined]  # annotated by with_parts
        "created_at": question.created_at.isoformat(),
        "updated_at": question.updated_at.isoformat(),
    }


def full_working_copy(question: Question) -> dict[str, Any]:
    starter = {row.language: row.code for row in question.starter_codes.all()}
    solutions = question.reference_solutions.order_by("expectation", "language")
    return {
        **working_copy(question),
        "boiler_plate": json.dumps(starter),
        "choices": [{"id": str(c.id), "text": c.text, "right": c.right} for c in question.choices.all()],
        "accepted_answers": question.accepted_answers,
        "reference_solutions": list(solutions.values("language", "expectation", "source")),
    }


def working_cases(question: Question) -> list[dict[str, Any]]:
    return [test_case(case) for case in question.test_cases.all()]


def test_case(case: TestCase) -> dict[str, Any]:
    return {
        "id": str(case.id),
        "question_id": str(case.question_id),
        "input": case.input,
        "expected_output": case.expected_output,
        "test_order": case.order,
        "name": case.name,
        "sample": case.sample,
        "points": case.points,
    }


# --- for a candidate ------------------------------------------------------------------------------------------


def given(version: QuestionVersion) -> dict[str, Any]:
    """A question as a session was given it. A checker's program may hold the solution: it stays here."""
    told = {**_content(version), "published_version": version.number}
    if version.checker == custom_checker.NAME:
        told["checker_options"] = {}
    return {"id": str(version.question_id), **told}


def full_given(version: QuestionVersion) -> dict[str, Any]:
    """With the choices, and nothing that tells which are right: `answer_key` has no way out to a candidate."""
    # By id, since the order in which they were written may tell, and the session's own order is in its snapshot.
    choices = sorted(version.choices, key=lambda choice: str(choice["id"]))
    return {**given(version), "boiler_plate": json.dumps(version.starter), "choices": choices}


def given_cases(version: QuestionVersion) -> list[dict[str, Any]]:
    """The samples. Hidden tests are not in a version's own columns at all."""
    return [
        {
            "id": case["id"],
            "question_id": str(version.question_id),
            "input": case["input"],
            "expected_output": case["expected_output"],
            "test_order": order,
            "name": case["name"],
            "sample": True,
        }
        for order, case in enumerate(version.cases)
        if case["sample"]
    ]


# --- assessments ----------------------------------------------------------------------------------------------


def with_sections(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return assessments.prefetch_related("sections__entries__question", "sections__pools")


def assessment_shape(assessment: Assessment) -> dict[str, Any]:
    """An assessment from `with_sections`."""
    moments = {name: getattr(assessment, name) for name in ("opens_at", "closes_at", "hard_end_at")}
    return {
        "id": str(assessment.id),
        "slug": assessment.slug,
        "title": assessment.title,
        "instructions": assessment.instructions,
        "duration_minutes": assessment.duration_minutes,
        "languages": assessment.languages,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "shows_afterwards": assessment.shows_afterwards,
        "created_at": assessment.created_at.isoformat(),
        "updated_at": assessment.updated_at.isoformat(),
        "sections": [_section(section) for section in assessment.sections.all()],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "draw": section.draw,
        "shuffle_questions": section.shuffle_questions,
        "shuffle_choices": section.shuffle_choices,
        "questions": _entries(section.entries.all()),
        "pools": [
            {"draw": pool.draw, "tag": pool.tag, "difficulty": pool.difficulty, "weight": pool.weight}
            for pool in section.pools.all()
        ],
    }


def _entries(entries: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"question_id": str(e.question_id), "title": e.question.title, "weight": e.weight} for e in entries]
