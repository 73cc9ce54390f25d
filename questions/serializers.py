"""What the API takes and gives of questions and assessments. Rules of content are those of `content`."""

import json
from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from executor.core import checkers
from executor.core.job import Checker
from executor.core.languages import LANGUAGES
from executor.core.limits import MAX_CASE_BYTES, MAX_CASES, MAX_SOURCE_BYTES
from questions import content
from questions.json_fields import (
    Exact,
    Flag,
    Identity,
    LanguageName,
    Mapping,
    Moment,
    Number,
    StrictList,
    Text,
    Whole,
    texts,
    words,
)
from questions.models import CHECKERS, Assessment, Difficulty, Kind, ReferenceSolution

MAX_SECTIONS, MAX_ENTRIES = 50, 200
MAX_POINTS = 1_000_000
SLUG = r"^[-a-zA-Z0-9_]+\Z"


def _rule(problem: Callable[[Any], str]) -> Callable[[Any], None]:
    """A validator out of a rule of `content`."""

    def check(value: Any) -> None:
        if wrong := problem(value):
            raise serializers.ValidationError(wrong)

    return check


def _slug(**kwargs: Any) -> serializers.RegexField:
    return StrictSlug(SLUG, max_length=80, **kwargs)


class StrictSlug(serializers.RegexField):
    default_error_messages = {"invalid": "must be made of letters, digits, hyphens and underscores"}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class BoilerPlate(Mapping):
    """Starter code by language: an object, or the JSON text of one, as older clients write it."""

    default_error_messages = {"not_code": "must give a text for each language"}

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if isinstance(data, str):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError):
                self.fail("not_object")
        codes = super().to_internal_value(data)
        if not all(isinstance(code, str) for code in codes.values()):
            self.fail("not_code")
        code_field, name_field = Exact(max_bytes=MAX_SOURCE_BYTES), LanguageName()
        return {name_field.run_validation(name): code_field.run_validation(code) for name, code in codes.items()}


# --- taken --------------------------------------------------------------------------------------------------


class TestCaseBody(serializers.Serializer[Any]):
    """One test. `test_order` defaults to its place in the list; samples are shown to candidates."""

    id = Identity(required=False)
    name = Text(max_length=100, allow_blank=True, required=False)
    input = Exact(max_bytes=MAX_CASE_BYTES)
    expected_output = Exact(max_bytes=MAX_CASE_BYTES)
    sample = Flag(required=False)
    points = Number(min_value=0, max_value=MAX_POINTS, required=False)
    test_order = Whole(min_value=0, required=False, source="order")


class ReferenceSolutionBody(serializers.Serializer[Any]):
    language = LanguageName()
    expectation = words(ReferenceSolution.Expectation.values, required=False, default="accepted")
    source = Exact(max_bytes=MAX_SOURCE_BYTES, allow_blank=False)  # type: ignore[assignment]  # a field


class ChoiceBody(serializers.Serializer[Any]):
    """One of the answers of a question of choice."""

    id = Identity(required=False)
    text = Text(max_length=content.MAX_CHOICE)
    right = Flag(required=False)


class QuestionBody(serializers.Serializer[Any]):
    """A question's working copy. Lists that are given replace those that are there."""

    kind = words(Kind.values, required=False)
    title = Text(max_length=200)
    description = Exact(source="statement", allow_blank=False, validators=[_rule(content.statement_problem)])
    difficulty = words(Difficulty.values, required=False)
    tags = texts(required=False, validators=[_rule(content.tags_problem)])
    slug = _slug(required=False)
    languages = StrictList(child=LanguageName(), required=False)
    cpu_seconds = Number(min_value=0.1, max_value=60, required=False)
    memory_mib = Whole(min_value=16, max_value=4096, required=False)
    output_kib = Whole(min_value=1, max_value=16 * 1024, required=False)
    multipliers = Mapping(required=False, validators=[_rule(content.multipliers_problem)])
    checker = words(CHECKERS, required=False)
    checker_options = Mapping(required=False)
    stop_at_first_failure = Flag(required=False)
    choices = serializers.ListField(child=ChoiceBody(), max_length=content.MAX_CHOICES, required=False)
    accepted_answers = texts(required=False, validators=[_rule(content.accepted_problem)])
    case_matters = Flag(required=False)
    partial_credit = Flag(required=False)
    boiler_plate = BoilerPlate(required=False)
    test_cases = serializers.ListField(child=TestCaseBody(), max_length=MAX_CASES, required=False)
    reference_solutions = serializers.ListField(child=ReferenceSolutionBody(), max_length=30, required=False)

    def validate_reference_solutions(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        keys = [(one["language"], one["expectation"]) for one in value]
        if len(set(keys)) < len(keys):
            raise serializers.ValidationError("hold two of the same language and expectation")
        return value

    def validate_test_cases(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return _different(value)

    def validate_choices(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return _different(value)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        question = self.context.get("question")
        name = attrs.get("checker") or (question.checker if question else "lines")
        options = attrs.get("checker_options", question.checker_options if question else {})
        if wrong := checkers.problem(Checker(name, options)):
            raise serializers.ValidationError({"checker_options": wrong})
        return attrs


def _different(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = [one["id"] for one in rows if "id" in one]
    if len(set(ids)) < len(ids):
        raise serializers.ValidationError("hold two of the same id")
    return rows


class EntryBody(serializers.Serializer[Any]):
    question_id = Identity()
    weight = Number(min_value=0, max_value=MAX_POINTS, required=False, default=100.0)


class PoolBody(serializers.Serializer[Any]):
    """So many published questions of a tag and a difficulty, drawn anew for each candidate."""

    draw = Whole(min_value=1, max_value=MAX_ENTRIES)
    tag = Text(max_length=content.MAX_TAG, allow_blank=True, required=False)
    difficulty = words(["", *Difficulty.values], required=False, allow_blank=True)
    weight = Number(min_value=0, max_value=MAX_POINTS, required=False)


class SectionBody(serializers.Serializer[Any]):
    """`draw`: so many of `questions`, others for each candidate; null gives all of them."""

    title = Text(max_length=200, required=False, default="Questions")
    draw = Whole(min_value=1, max_value=MAX_ENTRIES, required=False, allow_null=True)
    shuffle_questions = Flag(required=False)
    shuffle_choices = Flag(required=False)
    questions = serializers.ListField(child=EntryBody(), max_length=MAX_ENTRIES)
    pools = serializers.ListField(child=PoolBody(), max_length=MAX_SECTIONS, required=False)

    def validate_questions(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ids = [one["question_id"] for one in value]
        if len(set(ids)) < len(ids):
            raise serializers.ValidationError("name the same question twice")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs.get("draw") or 0) > len(attrs["questions"]):
            raise serializers.ValidationError({"draw": "is more than there are questions in this section"})
        return attrs


class AssessmentBody(serializers.Serializer[Any]):
    """A timed test. `sections`, where given, replace those that are there."""

    title = Text(max_length=200)
    slug = _slug(required=False)
    instructions = Exact(required=False, max_bytes=200_000)
    duration_minutes = Whole(min_value=1, max_value=24 * 60, required=False)
    languages = StrictList(child=LanguageName(), required=False)
    opens_at = Moment(required=False, allow_null=True)
    closes_at = Moment(required=False, allow_null=True)
    hard_end_at = Moment(required=False, allow_null=True)
    shows_afterwards = words(Assessment.Shows.values, required=False)
    sections = serializers.ListField(child=SectionBody(), max_length=MAX_SECTIONS, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        there = self.context.get("assessment")
        opens = attrs.get("opens_at", there.opens_at if there else None)
        closes = attrs.get("closes_at", there.closes_at if there else None)
        if opens and closes and opens >= closes:
            raise serializers.ValidationError({"closes_at": "must be after opens_at"})
        return attrs


class QuestionFilters(serializers.Serializer[Any]):
    """The query of a list of questions."""

    difficulty = serializers.ChoiceField(choices=Difficulty.values, required=False)
    tag = serializers.CharField(max_length=40, required=False)
    search = serializers.CharField(max_length=200, required=False)


# --- given (the shapes for the OpenAPI document; tests hold the answers against it) ---------------------------


class ContractTestCase(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    question_id = serializers.UUIDField()
    input = serializers.CharField()
    expected_output = serializers.CharField()
    test_order = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    sample = serializers.BooleanField()
    points = serializers.FloatField(required=False, help_text="keys and staff only")


class ListedQuestion(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    legacy_id = serializers.IntegerField(allow_null=True, required=False)
    slug = serializers.CharField(required=False)
    kind = serializers.ChoiceField(choices=Kind.values)
    title = serializers.CharField()
    description = serializers.CharField(help_text="Markdown")
    difficulty = serializers.ChoiceField(choices=Difficulty.values)
    tags = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.ChoiceField(choices=list(LANGUAGES)))
    cpu_seconds = serializers.FloatField()
    memory_mib = serializers.IntegerField()
    output_kib = serializers.IntegerField()
    multipliers = serializers.DictField(child=serializers.FloatField())
    checker = serializers.ChoiceField(choices=CHECKERS)
    checker_options = serializers.DictField()
    stop_at_first_failure = serializers.BooleanField()
    case_matters = serializers.BooleanField(help_text="of a short text")
    partial_credit = serializers.BooleanField(help_text="of a choice of several")
    published_version = serializers.IntegerField(
        allow_null=True, help_text="the newest published version; for a candidate the one of the session"
    )
    created_at = serializers.DateTimeField(required=False)
    updated_at = serializers.DateTimeField(required=False)
    test_cases = ContractTestCase(many=True, required=False)


class ChoiceShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    text = serializers.CharField()
    right = serializers.BooleanField(required=False, help_text="keys and staff only")


class FullQuestion(ListedQuestion):
    choices = ChoiceShape(many=True)
    accepted_answers = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="keys and staff only"
    )
    boiler_plate = serializers.CharField(help_text="JSON of language → code")
    reference_solutions = serializers.ListField(child=serializers.DictField(), required=False)


class QuestionList(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    questions = ListedQuestion(many=True)
    next = serializers.CharField(allow_null=True, required=False)


class QuestionAnswer(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    question = FullQuestion()
    test_cases = ContractTestCase(many=True)


class TestCaseList(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    test_cases = ContractTestCase(many=True)


class TestCaseAnswer(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    test_case = ContractTestCase()


class PublishAnswer(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    version = serializers.DictField()


class AssessmentEntry(serializers.Serializer[Any]):
    question_id = serializers.UUIDField()
    title = serializers.CharField()
    weight = serializers.FloatField()


class PoolShape(serializers.Serializer[Any]):
    draw = serializers.IntegerField()
    tag = serializers.CharField(allow_blank=True)
    difficulty = serializers.ChoiceField(choices=["", *Difficulty.values])
    weight = serializers.FloatField()


class AssessmentSection(serializers.Serializer[Any]):
    title = serializers.CharField()
    draw = serializers.IntegerField(allow_null=True)
    shuffle_questions = serializers.BooleanField()
    shuffle_choices = serializers.BooleanField()
    questions = AssessmentEntry(many=True)
    pools = PoolShape(many=True)


class AssessmentShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    instructions = serializers.CharField(allow_blank=True)
    duration_minutes = serializers.IntegerField()
    languages = serializers.ListField(child=serializers.CharField())
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    hard_end_at = serializers.DateTimeField(allow_null=True)
    shows_afterwards = serializers.ChoiceField(choices=Assessment.Shows.values)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    sections = AssessmentSection(many=True)


class AssessmentAnswer(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    assessment = AssessmentShape()


class AssessmentList(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    assessments = AssessmentShape(many=True)
    next = serializers.CharField(allow_null=True)
