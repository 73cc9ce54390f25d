"""Runs, as staff see them: read-only, with filters, and a way to judge one again."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from unfold.admin import ModelAdmin
from unfold.decorators import display

from executor.admin_case_sets import CaseSetAdmin as CaseSetAdmin
from executor.core.languages import LANGUAGES
from executor.core.verdicts import Verdict
from executor.models import PRIVATE, Run
from executor.selectors import report_of
from executor.services import copy_run, judge_again

HIGHLIGHTED = 64 << 10  # characters; a longer source is shown plain
SHOWN_OUTPUT = 4 << 10  # characters of each output that a page shows: its end

STATE_COLOURS = {"queued": "info", "running": "warning", "done": "default"}
VERDICT_COLOURS = {
    verdict.value.replace("_", " "): {Verdict.ACCEPTED: "success", Verdict.INTERNAL_ERROR: "warning"}.get(
        verdict, "danger"
    )
    for verdict in Verdict
}


class _Choice(admin.SimpleListFilter):
    """A filter on one column whose values we know: Django would read the whole table for them."""

    values: list[tuple[str, str]] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return self.values

    def queryset(self, request: HttpRequest, queryset: QuerySet[Run]) -> QuerySet[Run]:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() else queryset


class VerdictFilter(_Choice):
    title = "verdict"
    parameter_name = "verdict"
    values = [(verdict.value, verdict.value.replace("_", " ").capitalize()) for verdict in Verdict]


class LanguageFilter(_Choice):
    title = "language"
    parameter_name = "language"
    values = [(row.name, row.label) for row in LANGUAGES.values()]


class SandboxFilter(_Choice):
    title = "sandbox"
    parameter_name = "sandbox"
    values = [(name, name.capitalize()) for name in ("docker", "bubblewrap", "socket")]


@admin.register(Run)
class RunAdmin(ModelAdmin):
    list_display = ("short_id", "state_label", "verdict_label", "language", "tenant", "attempts", "created_at", "took")
    list_filter = ("state", VerdictFilter, LanguageFilter, SandboxFilter, "priority")
    list_filter_submit = True
    list_per_page = 50
    search_fields = ("id", "tenant")
    search_help_text = "Id or tenant"
    ordering = ("-created_at",)
    show_full_result_count = False
    actions = ("run_again", "run_a_copy")
    change_form_template = "admin/executor/run.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        rows: QuerySet[Run] = super().get_queryset(request)
        return rows.exclude(tenant__startswith=PRIVATE).defer("source", "report")

    @display(description="Run", ordering="id")
    def short_id(self, run: Run) -> str:
        return str(run.id)[:8]

    @display(description="State", label=STATE_COLOURS, ordering="state")
    def state_label(self, run: Run) -> str:
        return run.state

    @display(description="Verdict", label=VERDICT_COLOURS, ordering="verdict")
    def verdict_label(self, run: Run) -> str:
        return run.verdict.replace("_", " ")

    @display(description="Took")
    def took(self, run: Run) -> str:
        return _seconds(run.started_at, run.finished_at)

    @admin.action(description="Judge again", permissions=["change"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        chosen = list(queryset)
        again = 0
        for run in chosen:
            if judge_again(run=run):
                again += 1
                self.log_change(request, run, f"Judged again; it was {run.verdict.replace('_', ' ')}.")
        self.message_user(request, f"{again} of {len(chosen)} runs are judged again.", messages.SUCCESS)
        if again < len(chosen):
            self.message_user(request, "A run that is not done yet is not judged again.", messages.WARNING)

    @admin.action(description="Run a copy, which changes no score", permissions=["change"])
    def run_a_copy(self, request: HttpRequest, queryset: QuerySet[Run]) -> None:
        for run in queryset.defer(None):
            made = copy_run(run=run, asked_by=request.user.get_username())
            self.log_addition(request, made, f"Copied from run {run.id}.")
            self.log_change(request, run, f"Copied as run {made.id}.")
            link = reverse("admin:executor_run_change", args=[made.id])
            self.message_user(request, format_html('Run <a href="{}">{}</a> is a copy.', link, str(made.id)[:8]))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        run = self.get_object(request, object_id) if object_id else None
        extra = dict(extra_context or {})
        if run is not None and self.has_view_permission(request, run):
            facts = {"waited": _seconds(run.created_at, run.started_at), "copies": run.copies.order_by("created_at")}
            extra |= {**facts, "run": run, "report": _shown(run), "source": _coloured(run), "title": str(run)}
        return super().changeform_view(request, object_id, form_url, extra)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Run._meta.fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _seconds(start: datetime | None, end: datetime | None) -> str:
    return f"{(end - start).total_seconds():.2f} s" if start and end else "–"


def _coloured(run: Run) -> SafeString:
    """The source as HTML, escaped; the colours stand in staff.css."""
    if len(run.source) > HIGHLIGHTED or run.language not in LANGUAGES:
        return format_html('<pre class="plain-code">{}</pre>', run.source)
    lexer = get_lexer_by_name(run.language, stripnl=False, ensurenl=False)
    # Pygments escapes every token: whatever a candidate wrote is shown, never interpreted.
    return SafeString(highlight(run.source, lexer, HtmlFormatter(cssclass="code", linenos="table", wrapcode=True)))


def _shown(run: Run) -> dict[str, Any] | None:
    """The report as the page shows it: of each output the end."""
    report = report_of(run)
    if report is None:
        return None
    tests = []
    for number, test in enumerate(report.tests, 1):
        ends = {name: (getattr(test, name) or "")[-SHOWN_OUTPUT:] for name in ("stdout", "stderr")}
        ended = test.signal or ("" if test.exit_code is None else f"exit code {test.exit_code}")
        said = _words(test.verdict)
        tests.append(
            {"number": number, "test": test, "verdict": said, "colour": VERDICT_COLOURS[said], "ended": ended, **ends}
        )
    said, output = _words(report.verdict), report.compile_output[-SHOWN_OUTPUT:]
    wall = report.compile_ms + report.run_ms
    return {
        "report": report,
        "cpu_percent": round(100 * report.cpu_ms / wall) if wall else 0,
        "memory_mib": round(report.memory_kib / 1024, 1),
        "verdict": said,
        "colour": VERDICT_COLOURS[said],
        "tests": tests,
        "compile_output": output,
    }


def _words(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ")
