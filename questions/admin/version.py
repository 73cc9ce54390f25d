"""A version as it was frozen: to be read, never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesCheckboxFilter
from unfold.decorators import action, display

from questions.admin.preview import preview_context
from questions.answers import key_in_words
from questions.models import QuestionVersion
from questions.staffing import moment


@admin.register(QuestionVersion)
class QuestionVersionAdmin(ModelAdmin):
    list_display = ("title", "number", "state", "difficulty", "when", "published_by")
    list_filter = (("state", ChoicesCheckboxFilter), ("difficulty", ChoicesCheckboxFilter))
    list_filter_submit = True
    search_fields = ("title", "question__slug")
    search_help_text = "Title or slug"
    ordering = ("-published_at",)
    actions_detail = ("preview",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("question", "number", "state"),
                    ("when", "published_by"),
                    "kind",
                    "right",
                    "tests",
                    "statement",
                )
            },
        ),
        (
            "Limits and judging",
            {
                "fields": (
                    ("difficulty", "tags", "languages"),
                    ("cpu_seconds", "memory_mib", "output_kib", "multipliers"),
                    ("checker", "checker_options", "stop_at_first_failure"),
                )
            },
        ),
    )
    readonly_fields = ("when", "tests", "right")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Published", ordering="published_at")
    def when(self, version: QuestionVersion) -> str:
        return moment(version.published_at)

    @display(description="Right answers")
    def right(self, version: QuestionVersion) -> str:
        return key_in_words(version) or "–"

    @display(description="Tests")
    def tests(self, version: QuestionVersion) -> str:
        worth = sum(case["points"] for case in version.cases)
        hidden = len(version.cases) - len(version.samples)
        return f"{len(version.samples)} samples and {hidden} hidden ones, {worth:g} points in all"

    @action(description="Preview", icon="visibility", permissions=["view"], attrs={"target": "_blank"})
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        version = self.get_object(request, object_id)
        if version is None:
            return HttpResponseRedirect(reverse("admin:questions_questionversion_changelist"))
        context = preview_context(version, version.samples, len(version.cases), version.choices)
        context |= {
            **self.admin_site.each_context(request),
            "subtitle": f"Preview of version {version.number}",
            "back": reverse("admin:questions_questionversion_change", args=[object_id]),
        }
        return TemplateResponse(request, "admin/preview.html", context)
