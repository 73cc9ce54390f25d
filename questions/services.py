"""Publishing: the working copy becomes a version that never changes. And the job that judges an answer to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from executor.core.job import Case, Checker, Job
from executor.core.languages import canonical
from executor.core.text import check_text
from executor.errors import FieldError, Invalid, Unprocessable
from executor.services import cases_in, store_case_set, stored_cases
from questions.content import accepted_problem, answer_problems, limits_for, problems
from questions.models import CONTENT_FIELDS, Choice, Kind, Question, QuestionVersion, TestCase

MAX_SLUG = 80


def publish(*, question: Question, actor: Any, now: datetime) -> QuestionVersion:
    """Freeze the working copy as a published version, which new sessions are given from now on.

    Where nothing changed since the newest version, that one is returned. Raises Unprocessable, whose `errors`
    name every field that stands in the way.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question.pk)
        content, cases = _frozen(question)
        newest = question.published
        if newest and _same(newest, content, cases):
            return newest
        last = question.versions.order_by("-number").values_list("number", flat=True).first()
        return QuestionVersion.objects.create(
            question=question,
            number=(last or 0) + 1,
            state=QuestionVersion.State.PUBLISHED.value,
            case_set=store_case_set(cases),
            published_at=now,
            published_by=actor,
            **content,
        )


def unpublished_changes(question: Question) -> bool:
    """Whether publishing now would make a new version, or be refused."""
    newest = question.published
    try:
        return newest is None or not _same(newest, *_frozen(question))
    except Invalid:
        return True


def _frozen(question: Question) -> tuple[dict[str, Any], list[Case]]:
    """The fields of a version that is the working copy as it is now, and its cases."""
    tests, choices = list(question.test_cases.all()), list(question.choices.all())
    _refuse_incomplete(question, tests, choices)
    content = {name: getattr(question, name) for name in CONTENT_FIELDS}
    content |= {"cases": [], "starter": {}, "choices": [], "answer_key": {}}
    match Kind(question.kind):
        case Kind.CODE:
            cases = [_case(at, test) for at, test in enumerate(tests)]
            content["cases"] = [_listed(test, case) for test, case in zip(tests, cases, strict=True)]
            content["starter"] = {starter.language: starter.code for starter in question.starter_codes.all()}
            return content, cases
        case Kind.SINGLE | Kind.MULTIPLE:
            content["choices"] = [{"id": str(choice.id), "text": choice.text} for choice in choices]
            content["answer_key"] = {"right": [str(choice.id) for choice in choices if choice.right]}
        case Kind.SHORT:
            content["answer_key"] = {"accepted": question.accepted_answers}
    return content, []


def _same(version: QuestionVersion, content: dict[str, Any], cases: list[Case]) -> bool:
    return all(getattr(version, name) == value for name, value in content.items()) and (
        list(cases_in(version.case_set)) == cases
    )


def _refuse_incomplete(question: Question, tests: Sequence[TestCase], choices: Sequence[Choice]) -> None:
    found = problems(question) | answer_problems(question, tests, choices)
    if wrong := accepted_problem(question.accepted_answers):
        found["accepted_answers"] = wrong
    if found:
        field, sentence = next(iter(found.items()))
        refused = Unprocessable(field, sentence, code="incomplete")
        refused.errors = tuple(FieldError(name, "incomplete", text) for name, text in found.items())
        raise refused


def _case(at: int, test: TestCase) -> Case:
    return Case(
        id=str(test.id),
        input=check_text(f"test_cases.{at}.input", test.input),
        expected=check_text(f"test_cases.{at}.expected_output", test.expected_output),
        hidden=not test.sample,
        points=test.points,
    )


def _listed(test: TestCase, case: Case) -> dict[str, Any]:
    """What a version says of a test; the data of hidden ones stand in the case set alone."""
    listed = {"id": case.id, "name": test.name, "sample": test.sample, "points": test.points}
    return {**listed, "input": case.input, "expected_output": case.expected} if test.sample else listed


def job_for(
    version: QuestionVersion,
    *,
    language: str,
    source: str,
    tenant: str,
    only_samples: bool = False,
    own_input: str | None = None,
) -> Job:
    """The job that judges `source`: on all tests, on the samples only, or on an input of the candidate's own.

    Raises Invalid for an unknown language, Unprocessable where only samples are wanted and there are none.
    """
    name = canonical(language)
    if name is None:
        raise Invalid("language", f"{language!r} is unknown", code="unknown_language")
    if own_input is not None:
        cases: Sequence[Case] = (Case("own", check_text("input", own_input), hidden=False, points=0.0),)
    elif only_samples:
        cases = [
            Case(case["id"], case["input"], case["expected_output"], hidden=False, points=case["points"])
            for case in version.samples
        ]
        if not cases:
            raise Unprocessable("input", "this question has no samples; give an input of your own", code="no_samples")
    else:
        cases = stored_cases(version.case_set_id)
    return Job(
        language=name,
        source=source,
        cases=tuple(cases),
        limits=limits_for(version, name),
        checker=Checker(version.checker, version.checker_options),
        stop_at_first_failure=version.stop_at_first_failure and not only_samples,
        tenant=tenant,
    )


def free_slug(title: str) -> str:
    """A slug made of the title that no question has yet."""
    base = slugify(title)[: MAX_SLUG - 5] or "question"
    taken = set(Question.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
