"""Runs, as staff see them: read-only, with filters, and a way to judge one again."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from unfold.admin import ModelAdmin

from executor.models import Run
from executor.services import judge_again


@admin.register(Run)
class RunAdmin(ModelAdmin):
    list_display = ("short_id", "language", "state", "verdict", "tenant", "attempts", "created_at", "finished_at")
    list_filter = ("state", "verdict", "language", "priority", "created_at")
    search_fields = ("id", "tenant", "worker")
    ordering = ("-created_at",)
    show_full_result_count = False
    actions = ("run_again",)
    fields = (
        ("state", "verdict", "language"),
        ("tenant", "priority", "attempts"),
        ("created_at", "started_at", "finished_at"),
        ("worker", "lease_until", "case_set"),
        "code",
        "limits",
        "checker",
        "report_text",
    )
    readonly_fields = ("code", "report_text", *[f.name for f in Run._meta.fields if f.name not in ("source", "report")])

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        runs: QuerySet[Run] = super().get_queryset(request)
        return runs.defer("source", "report")

    @admin.display(description="run", ordering="id")
    def short_id(self, run: Run) -> str:
        return str(run.id)[:8]

    @admin.display(description="code")
    def code(self, run: Run) -> SafeString:
        # Pygments escapes the code: whatever a candidate wrote is shown, never interpreted.
        html = highlight(run.source, get_lexer_by_name(run.language), HtmlFormatter(noclasses=True, nowrap=True))
        return format_html('<pre class="overflow-x-auto text-sm">{}</pre>', SafeString(html))

    @admin.display(description="report")
    def report_text(self, run: Run) -> SafeString:
        text = json.dumps(run.report, indent=2, ensure_ascii=False) if run.report else "not finished"
        return format_html('<pre class="overflow-x-auto text-sm">{}</pre>', text)

    @admin.action(description="Judge again", permissions=["change"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        again = sum(judge_again(run=run) for run in queryset)
        self.message_user(request, f"{again} runs are judged again.", messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
