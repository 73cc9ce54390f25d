"""The question's form: statement, limits, tests, starters, references; publishing and the preview."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.filters.admin import ChoicesCheckboxFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from executor.errors import Refusal
from questions.admin.preview import preview_context
from questions.forms import (
    ChoiceForm,
    ChoiceFormSet,
    QuestionForm,
    ReferenceSolutionForm,
    StarterCodeForm,
    TestCaseForm,
    TestCaseFormSet,
)
from questions.markdown import render_markdown
from questions.models import Choice, Kind, Question, QuestionVersion, ReferenceSolution, StarterCode, TestCase
from questions.services import publish, unpublished_changes
from questions.staffing import ConfirmForm, RefusalsAsMessages, dialog_done, moment, refused

PROGRAM_FIELDS = (
    "cpu_seconds", "memory_mib", "output_kib", "multipliers", "checker", "stop_at_first_failure", "languages",
)  # fmt: skip
PUBLISHED = QuestionVersion.State.PUBLISHED.value


class TestCaseInline(StackedInline):
    __test__ = False

    model = TestCase
    form = TestCaseForm
    formset = TestCaseFormSet
    tab = True
    collapsible = True
    extra = 0
    ordering_field = "order"
    hide_ordering_field = True
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "sample"),
                    ("input", "expected_output"),
                    ("input_file", "expected_output_file"),
                    "points",
                    "order",
                )
            },
        ),
    )


class ChoiceInline(StackedInline):
    model = Choice
    form = ChoiceForm
    formset = ChoiceFormSet
    tab = True
    extra = 0
    ordering_field = "order"
    hide_ordering_field = True
    fieldsets = ((None, {"fields": (("text", "right"), "order")}),)


class StarterCodeInline(StackedInline):
    model = StarterCode
    form = StarterCodeForm
    tab = True
    collapsible = True
    extra = 0


class ReferenceSolutionInline(StackedInline):
    model = ReferenceSolution
    form = ReferenceSolutionForm
    tab = True
    collapsible = True
    extra = 0
    verbose_name_plural = "reference solutions"
    fieldsets = ((None, {"fields": (("language", "expectation"), "source")}),)


class VersionInline(TabularInline):
    """The history: a published version does not change."""

    model = QuestionVersion
    fk_name = "question"
    verbose_name_plural = "versions"
    tab = True
    extra = 0
    can_delete = False
    hide_title = True
    fields = readonly_fields = ("version", "tests", "when", "published_by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Version")
    def version(self, version: QuestionVersion) -> SafeString:
        url = reverse("admin:questions_questionversion_change", args=[version.pk])
        return format_html('<a class="text-link" href="{}">{}, {}</a>', url, version.number, version.state)

    @display(description="Tests")
    def tests(self, version: QuestionVersion) -> str:
        return f"{len(version.samples)} samples, {len(version.cases) - len(version.samples)} hidden"

    @display(description="Published")
    def when(self, version: QuestionVersion) -> str:
        return moment(version.published_at)


class PublishedFilter(admin.SimpleListFilter):
    title = "published"
    parameter_name = "published"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Published"), ("no", "Not published")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if self.value() == "yes":
            return queryset.filter(versions__state=PUBLISHED).distinct()
        return queryset.exclude(versions__state=PUBLISHED) if self.value() == "no" else queryset


@admin.register(Question)
class QuestionAdmin(RefusalsAsMessages, ModelAdmin):
    form = QuestionForm
    inlines = (TestCaseInline, ChoiceInline, StarterCodeInline, ReferenceSolutionInline, VersionInline)
    list_display = ("name", "answered_with", "level", "tag_words", "test_count", "state", "changed")
    list_filter = (
        ("kind", ChoicesCheckboxFilter),
        ("difficulty", ChoicesCheckboxFilter),
        PublishedFilter,
        ("checker", ChoicesCheckboxFilter),
    )
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("title", "slug", "tags")
    search_help_text = "Title, slug or tag"
    ordering = ("title",)
    actions = ("publish_selected",)
    actions_detail = ("publish_now", "preview")
    actions_submit_line = ("save_and_publish",)
    warn_unsaved_form = True
    compressed_fields = False
    conditional_fields = {
        "absolute": "kind == 'code' && checker == 'float'",
        "relative": "kind == 'code' && checker == 'float'",
        "checker_source": "kind == 'code' && checker == 'custom'",
        "accepted_answers": "kind == 'short'",
        "case_matters": "kind == 'short'",
        "partial_credit": "kind == 'multiple'",
        **dict.fromkeys(PROGRAM_FIELDS, "kind == 'code'"),
    }
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title", "slug"),
                    ("kind", "difficulty", "tags"),
                    "statement",
                    ("accepted_answers", "case_matters"),
                    "partial_credit",
                )
            },
        ),
        ("Limits of one test of a program", {"fields": (("cpu_seconds", "memory_mib", "output_kib"), "multipliers")}),
        (
            "Judging a program",
            {
                "fields": (
                    ("checker", "stop_at_first_failure"),
                    ("absolute", "relative"),
                    "checker_source",
                    "languages",
                )
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads is shown the statement as it looks, and no boxes that exist in the form alone."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        _, limits, _ = fieldsets
        return (
            (
                None,
                {
                    "fields": (
                        ("title", "slug"),
                        ("kind", "difficulty", "tag_words"),
                        "reading",
                        ("accepted_answers", "case_matters", "partial_credit"),
                    )
                },
            ),
            limits,
            ("Judging a program", {"fields": (("checker", "checker_options"), ("stop_at_first_failure", "languages"))}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        reads = obj is not None and not self.has_change_permission(request, obj)
        return ("tag_words", "reading") if reads else ()

    @display(description="Statement")
    def reading(self, question: Question) -> SafeString:
        return format_html('<div class="statement">{}</div>', mark_safe(render_markdown(question.statement)))  # noqa: S308

    # --- the list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        found: QuerySet[Question] = super().get_queryset(request)
        return found.annotate(
            samples=Count("test_cases", filter=Q(test_cases__sample=True), distinct=True),
            hidden=Count("test_cases", filter=Q(test_cases__sample=False), distinct=True),
            newest=Max("versions__number", filter=Q(versions__state=PUBLISHED)),
        )

    @display(description="Title", header=True, ordering="title")
    def name(self, question: Question) -> list[str]:
        return [question.title, question.slug]

    @display(description="Answered with", ordering="kind")
    def answered_with(self, question: Question) -> str:
        return question.get_kind_display()

    @display(description="Difficulty", label=True, ordering="difficulty")
    def level(self, question: Question) -> str:
        return question.difficulty

    @display(description="Tags")
    def tag_words(self, question: Question) -> str:
        return ", ".join(question.tags) or "–"

    @display(description="Tests")
    def test_count(self, question: Any) -> str:
        if question.kind != Kind.CODE:
            return "–"
        return f"{question.samples} + {question.hidden} hidden"

    @display(description="Published", label={"not published": "warning"}, ordering="newest")
    def state(self, question: Any) -> str:
        return f"version {question.newest}" if question.newest else "not published"

    @display(description="Changed", ordering="updated_at")
    def changed(self, question: Question) -> str:
        return moment(question.updated_at)

    # --- publishing ---

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "_publish" in request.POST:
            self._publish(request, form.instance)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        extra = dict(extra_context or {})
        if object_id is None:
            extra["actions_submit_line"] = self.get_actions_submit_line(request, 0)
        return super().changeform_view(request, object_id, form_url, extra)

    def response_post_save_add(self, request: HttpRequest, obj: Question) -> HttpResponse:
        return self._stay(obj) if "_publish" in request.POST else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        return self._stay(obj) if "_publish" in request.POST else super().response_post_save_change(request, obj)

    def _stay(self, question: Question) -> HttpResponse:
        return HttpResponseRedirect(self._url(question.pk))

    def _url(self, object_id: Any) -> str:
        return reverse("admin:questions_question_change", args=[object_id])

    def _publish(self, request: HttpRequest, question: Question) -> bool:
        before = question.published
        try:
            version = publish(question=question, actor=request.user, now=timezone.now())
        except Refusal as refusal:
            messages.warning(request, f"“{question}” was not published:")
            refused(request, refusal)
            return False
        if before and version.pk == before.pk:
            messages.info(request, f"“{question}”: nothing changed since version {version.number}.")
        else:
            messages.success(request, f"“{question}” is published as version {version.number}.")
            self.log_change(request, question, f"Published as version {version.number}.")
        return True

    @action(description="Save and publish", permissions=["change"], attrs={"name": "_publish"})
    def save_and_publish(self, request: HttpRequest, obj: Question) -> None:
        """The button; the work is done in save_related, when the tests are saved too."""

    @action(
        description="Publish",
        icon="publish",
        permissions=["change"],
        variant=ActionVariant.PRIMARY,
        dialog={
            "title": "Publish this question as it is saved now?",
            "description": "Sessions that start from now on get the new version. Those that run keep theirs.",
            "form_class": ConfirmForm,
            "form_submit_text": "Publish",
        },
    )
    def publish_now(self, request: HttpRequest, form: ConfirmForm, object_id: str) -> HttpResponse:
        question = self.get_object(request, object_id)
        if question is not None:
            self._publish(request, question)
        return dialog_done(self._url(object_id))

    @admin.action(description="Publish selected questions", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        for question in queryset:
            self._publish(request, question)

    # --- looking at it ---

    @action(description="Preview", icon="visibility", permissions=["view"], attrs={"target": "_blank"})
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The question as a candidate reads it: the sanitised statement and the samples, nothing hidden."""
        question = self.get_object(request, object_id)
        if question is None:
            return HttpResponseRedirect(reverse("admin:questions_question_changelist"))
        samples = [
            {"name": test.name, "input": test.input, "expected_output": test.expected_output}
            for test in question.test_cases.filter(sample=True)
        ]
        choices = [{"id": str(choice.id), "text": choice.text} for choice in question.choices.all()]
        context = preview_context(question, samples, question.test_cases.count(), choices)
        context |= {
            **self.admin_site.each_context(request),
            "subtitle": "Preview of the working copy",
            "back": self._url(object_id),
        }
        return TemplateResponse(request, "admin/preview.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if change and obj and request.method == "GET":
            context["subtitle"] = self._subtitle(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _subtitle(self, question: Question) -> SafeString | str:
        newest = question.published
        if newest is None:
            return "not published yet"
        state = "with changes that are not published" if unpublished_changes(question) else "published as it is"
        return format_html("version {}, {}", newest.number, state)
