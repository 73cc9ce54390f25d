"""Every answer that was handed in, newest first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from executor.core.verdicts import Verdict
from questions.models import LANGUAGE_CHOICES
from questions.staffing import VERDICT_COLOURS, moment, verdict_words
from sessions.admin.reading import NoAdding, ReadOnlyForm
from sessions.admin.report import answer, label_of
from sessions.models import Submission

LABELS = {verdict_words(v.value): VERDICT_COLOURS.get(v.value, "warning") for v in Verdict}


class VerdictFilter(admin.SimpleListFilter):
    title = "verdict"
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(v.value, verdict_words(v.value).capitalize()) for v in Verdict] + [("none", "Being judged")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        return queryset.filter(verdict="" if chosen == "none" else chosen) if chosen else queryset


class LanguageFilter(admin.SimpleListFilter):
    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return LANGUAGE_CHOICES

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Submission)
class SubmissionAdmin(NoAdding, ReadOnlyForm, ModelAdmin):
    list_display = ("who", "question_title", "said", "tests", "language_label", "received", "late")
    list_filter = (VerdictFilter, LanguageFilter, ("session__assessment", AutocompleteSelectFilter), "origin")
    list_filter_submit = True
    list_select_related = ("session__candidate", "session__assessment", "entry__version")
    list_per_page = 50
    search_fields = ("session__candidate__name", "session__candidate__id", "entry__version__title", "id")
    search_help_text = "Candidate, question or id"
    change_form_template = "admin/submission.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Candidate", header=True, ordering="session__candidate__name")
    def who(self, submission: Submission) -> list[str]:
        return [submission.session.candidate.name, submission.session.assessment.title]

    @display(description="Question", ordering="entry__version__title")
    def question_title(self, submission: Submission) -> str:
        return submission.entry.version.title

    @display(description="Verdict", label=LABELS, ordering="verdict")
    def said(self, submission: Submission) -> str:
        return verdict_words(submission.verdict)

    @display(description="Tests")
    def tests(self, submission: Submission) -> str:
        return "–" if submission.passed is None else f"{submission.passed} of {submission.total}"

    @display(description="Language", ordering="language")
    def language_label(self, submission: Submission) -> str:
        return label_of(submission.language)

    @display(description="Received", ordering="received_at")
    def received(self, submission: Submission) -> str:
        return moment(submission.received_at)

    @display(description="Late")
    def late(self, submission: Submission) -> str:
        return f"{submission.late_by_ms / 1000:.1f} s" if submission.late_by_ms else "–"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        submission = self.get_object(request, object_id) if object_id else None
        extra = dict(extra_context or {})
        if submission is not None and self.has_view_permission(request, submission):
            best = submission.entry.best_id == submission.pk
            extra |= {
                "answer": answer(submission, submission.entry.version, best=best),
                "title": submission.entry.version.title,
                "subtitle": str(submission.session.candidate),
            }
        return super().changeform_view(request, object_id, form_url, extra)
