"""The forms of a question in the admin. What a field may hold is decided by `questions.content`."""

from typing import Any

from django import forms
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from executor.core import checkers
from executor.core.job import Checker
from questions.content import MAX_CHOICE, accepted_problem, statement_problem
from questions.fields import (
    ExactTextField,
    LanguagesField,
    LinesField,
    MultipliersField,
    TagsField,
    TextFileField,
)
from questions.models import (
    Assessment,
    Choice,
    Question,
    ReferenceSolution,
    Section,
    SectionQuestion,
    StarterCode,
    TestCase,
)
from questions.services import free_slug

CHECKER_BOXES = {"absolute": "absolute", "relative": "relative", "checker_source": "source"}  # box: option
CHECKER_BOXES_OF = {"float": ("absolute", "relative"), "custom": ("checker_source",)}


class QuestionForm(forms.ModelForm):
    """Everything of the working copy but its tests, starters and references."""

    slug = forms.SlugField(
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
        help_text="Its name in links and exports; made from the title when left empty",
    )
    statement = ExactTextField(
        rows=22, prose=True, required=True, help_text="Markdown. Samples are shown below it, from the test cases."
    )
    accepted_answers = LinesField(
        rows=4,
        prose=True,
        label="Accepted answers",
        help_text="One a line. White space, width and, unless told otherwise, capitals make no difference.",
    )
    tags = TagsField()
    languages = LanguagesField()
    multipliers = MultipliersField(
        label="CPU time factors",
        help_text="On top of each language's own; 2 gives twice the time",
    )
    absolute = forms.FloatField(
        required=False, label="Absolute tolerance", widget=UnfoldAdminDecimalFieldWidget, help_text="such as 1e-6"
    )
    relative = forms.FloatField(
        required=False, label="Relative tolerance", widget=UnfoldAdminDecimalFieldWidget, help_text="such as 1e-6"
    )

    checker_source = ExactTextField(
        rows=14,
        label="The checker's program",
        help_text="Python: check(input, output, expected), three texts, returns True or False, or a tuple of "
        '"accepted" or "wrong_answer", the share of the points (0 to 1) and a note that is shown on samples',
    )

    class Meta:
        model = Question
        exclude = ("checker_options",)  # noqa: DJ006 - three boxes stand for it
        labels = {
            "kind": "Answered with",
            "case_matters": "Capitals matter",
            "partial_credit": "A part of the right choices scores a part",
            "cpu_seconds": "CPU time, s",
            "memory_mib": "Memory, MiB",
            "output_kib": "Output, KiB",
            "stop_at_first_failure": "Stop at the first failed test",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, option in CHECKER_BOXES.items():
            if name in self.fields:
                self.initial[name] = self.instance.checker_options.get(option)

    def clean_statement(self) -> str:
        statement: str = self.cleaned_data["statement"]
        if wrong := statement_problem(statement):
            raise forms.ValidationError(wrong)
        return statement

    def clean_accepted_answers(self) -> list[str]:
        answers: list[str] = self.cleaned_data["accepted_answers"]
        if wrong := accepted_problem(answers):
            raise forms.ValidationError(wrong)
        return answers

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("slug") and cleaned.get("title"):
            cleaned["slug"] = free_slug(cleaned["title"])
        boxes = CHECKER_BOXES_OF.get(cleaned.get("checker", ""), ())
        options = {CHECKER_BOXES[name]: cleaned[name] for name in boxes if cleaned.get(name) not in (None, "")}
        if wrong := checkers.problem(Checker(cleaned.get("checker", "lines"), options)):
            self.add_error(next((name for name in boxes if cleaned.get(name) is not None), boxes[-1]), wrong)
        self.instance.checker_options = options
        return cleaned


class TestCaseForm(forms.ModelForm):
    """One test. Texts keep every blank; a file takes the place of what stands in the box."""

    __test__ = False  # not a pytest class

    input = ExactTextField()
    expected_output = ExactTextField()
    input_file = TextFileField("or a file")
    expected_output_file = TextFileField("or a file")

    class Meta:
        model = TestCase
        fields = ("name", "input", "expected_output", "sample", "points", "order")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("input", "expected_output"):
            if cleaned.get(f"{name}_file") is not None:
                cleaned[name] = cleaned[f"{name}_file"]
            elif self.add_prefix(name) not in self.data:
                cleaned[name] = getattr(self.instance, name)
        if cleaned.get("sample") and self.instance._state.adding and "points" not in self.changed_data:
            cleaned["points"] = 0.0  # a sample carries no points unless they are said to
        return cleaned


class TestCaseFormSet(PaginationInlineFormSet):
    """New tests go to the end, in the order in which they were added."""

    __test__ = False

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if not form.instance.order:
            last = self.instance.test_cases.order_by("-order").values_list("order", flat=True).first()
            form.instance.order = 0 if last is None else last + 1
        return super().save_new(form, commit)


class ChoiceForm(forms.ModelForm):
    text = ExactTextField(rows=2, prose=True, required=True, max_length=MAX_CHOICE)

    class Meta:
        model = Choice
        fields = ("text", "right", "order")


class ChoiceFormSet(PaginationInlineFormSet):
    """New choices go to the end."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if not form.instance.order:
            last = self.instance.choices.order_by("-order").values_list("order", flat=True).first()
            form.instance.order = 0 if last is None else last + 1
        return super().save_new(form, commit)


class _SourceForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.Meta.sources:  # type: ignore[attr-defined]
            if self.add_prefix(name) not in self.data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


class StarterCodeForm(_SourceForm):
    code = ExactTextField(rows=10)

    class Meta:
        model = StarterCode
        fields = ("language", "code")
        sources = ("code",)


class ReferenceSolutionForm(_SourceForm):
    source = ExactTextField(rows=10, required=True)

    class Meta:
        model = ReferenceSolution
        fields = ("language", "expectation", "source")
        sources = ("source",)


class AssessmentForm(forms.ModelForm):
    instructions = ExactTextField(rows=6, prose=True, help_text="Markdown, shown before the start")
    languages = LanguagesField()

    class Meta:
        model = Assessment
        fields = "__all__"  # noqa: DJ007 - the admin's field sets choose
        labels = {
            "duration_minutes": "Takes, minutes",
            "shows_afterwards": "Candidates see afterwards",
            "opens_at": "Opens",
            "closes_at": "Closes",
            "hard_end_at": "Ends for everybody",
        }
        help_texts = {
            "opens_at": "Earliest start, UTC",
            "closes_at": "Latest start, UTC",
            "hard_end_at": "Every session ends here, whenever it started; what staff add comes on top. UTC",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes, ends = (cleaned.get(name) for name in ("opens_at", "closes_at", "hard_end_at"))
        if opens and closes and opens >= closes:
            self.add_error("closes_at", "The latest start must be after the earliest one.")
        if ends and opens and ends <= opens:
            self.add_error("hard_end_at", "The end must be after the earliest start.")
        return cleaned


class SectionForm(forms.ModelForm):
    """A section that stands on the page is meant, also where its title was left as proposed."""

    class Meta:
        model = Section
        fields = ("title", "draw", "shuffle_questions", "shuffle_choices", "order")
        labels = {
            "draw": "Draw, of the questions listed",
            "shuffle_questions": "Shuffle the questions",
            "shuffle_choices": "Shuffle their choices",
        }

    def has_changed(self) -> bool:
        return self.instance._state.adding or super().has_changed()


class SectionFormSet(PaginationInlineFormSet):
    """New sections go to the end."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if not form.instance.order:
            last = self.instance.sections.order_by("-order").values_list("order", flat=True).first()
            form.instance.order = 0 if last is None else last + 1
        return super().save_new(form, commit)


class SectionQuestionForm(forms.ModelForm):
    class Meta:
        model = SectionQuestion
        fields = ("question", "weight", "order")
        labels = {"weight": "Points"}

    def clean_question(self) -> Question:
        question: Question = self.cleaned_data["question"]
        if question.published is None:
            raise forms.ValidationError("This question is not published yet; publish it first.")
        return question


class SectionQuestionFormSet(PaginationInlineFormSet):
    """New entries go to the end."""

    def save_new(self, form: Any, commit: bool = True) -> Any:
        if not form.instance.order:
            last = self.instance.entries.order_by("-order").values_list("order", flat=True).first()
            form.instance.order = 0 if last is None else last + 1
        return super().save_new(form, commit)
