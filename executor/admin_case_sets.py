"""Case sets, as staff see them: what a run was judged on. Read-only; written once and never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
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
    fields = readonly_fields = ("sha256", "count", "size", "created_at", "runs", "cases")

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

    @display(description="Cases")
    def cases(self, case_set: CaseSet) -> SafeString:
        cases = cases_in(case_set)
        rows = [
            (number, case.id, "hidden" if case.hidden else "sample", case.points, _cut(case.input), _cut(case.expected))
            for number, case in enumerate(cases[:SHOWN_CASES], start=1)
        ]
        body = format_html_join(
            "",
            '<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><pre class="plain-code">{}</pre></td>'
            '<td><pre class="plain-code">{}</pre></td></tr>',
            rows,
        )
        heads = "<th>#</th><th>Id</th><th>Kind</th><th>Points</th><th>Input</th><th>Expected output</th>"
        left = f"and {len(cases) - SHOWN_CASES} more" if len(cases) > SHOWN_CASES else ""
        return format_html(
            '<table class="facts-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}',
            SafeString(heads),
            body,
            left,
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _cut(text: str | None) -> str:
    if text is None:
        return "–"
    return text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"
