"""Case sets, as staff see them: what a run was judged on. Read-only; written once and never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from unfold.admin import ModelAdmin
from unfold.decorators import display

from executor.models import PRIVATE, CaseSet, Run
from executor.services import cases_in

SHOWN_CASES = 100
SHOWN_TEXT = 1 << 10  # characters of each input and expected output


@admin.register(CaseSet)
class CaseSetAdmin(ModelAdmin):
    list_display = ("short_sha", "count", "size", "created_at", "runs")
    list_filter = ("created_at",)
    search_fields = ("sha256",)
    search_help_text = "Beginning of the SHA-256"
    ordering = ("-created_at",)
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/executor/case_set.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseSet]:
        """Without the test data, and without what only runs that are shown to no staff were judged on."""
        rows: QuerySet[CaseSet] = super().get_queryset(request)
        runs = Run.objects.filter(case_set=OuterRef("pk"))
        private = runs.filter(tenant__startswith=PRIVATE)
        hidden = Exists(private) & ~Exists(runs.exclude(tenant__startswith=PRIVATE))
        return rows.exclude(hidden).defer("content")

    @display(description="SHA-256", ordering="sha256")
    def short_sha(self, case_set: CaseSet) -> str:
        return case_set.sha256[:12]

    @display(description="Size", ordering="size_bytes")
    def size(self, case_set: CaseSet) -> str:
        return filesizeformat(case_set.size_bytes)

    @display(description="Runs")
    def runs(self, case_set: CaseSet) -> str:
        return str(Run.objects.filter(case_set=case_set).exclude(tenant__startswith=PRIVATE).count())

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        case_set = self.get_object(request, object_id) if object_id else None
        extra = dict(extra_context or {})
        if case_set is not None and self.has_view_permission(request, case_set):
            cases = cases_in(case_set)
            shown = [
                {"case": case, "input": _cut(case.input), "expected": _cut(case.expected)}
                for case in cases[:SHOWN_CASES]
            ]
            facts = {"runs": self.runs(case_set), "more": max(0, len(cases) - SHOWN_CASES)}
            extra |= {**facts, "case_set": case_set, "cases": shown, "title": str(case_set)}
        return super().changeform_view(request, object_id, form_url, extra)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in CaseSet._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"
