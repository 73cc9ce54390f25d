"""What was written down while people sat: drafts, time that was given, events. For reading alone."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from executor.core.languages import LANGUAGES
from questions.models import LANGUAGE_CHOICES
from questions.staffing import highlight, moment
from sessions.admin.reading import NoAdding, ReadOnlyForm
from sessions.admin.report import EVENT_WORDS, label_of, signed
from sessions.models import Adjustment, Draft, SessionEvent, TestSession

PEOPLE = ("session__candidate__name", "session__candidate__email", "session__candidate__id", "=session__id")


class Reading(NoAdding, ReadOnlyForm, ModelAdmin):
    """A list with search and filters, and a page of each row, on which nothing can be changed."""

    list_per_page = 50
    show_full_result_count = False
    search_fields: tuple[str, ...] = PEOPLE
    search_help_text = "Candidate, or id of the session"
    list_filter_submit = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def session_of(self, row: Any) -> TestSession:
        return row.session  # type: ignore[no-any-return]

    @display(description="Candidate", header=True)
    def who(self, row: Model) -> list[str]:
        session = self.session_of(row)
        return [session.candidate.name, session.assessment.title]

    @display(description="Session")
    def whose(self, row: Model) -> SafeString:
        session = self.session_of(row)
        page = reverse("admin:test_sessions_testsession_change", args=[session.pk])
        return format_html('<a href="{}">{}</a>', page, session)


class LanguageFilter(admin.SimpleListFilter):
    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return LANGUAGE_CHOICES

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(language=self.value()) if self.value() else queryset


@admin.register(Draft)
class DraftAdmin(Reading):
    list_display = ("who", "title", "language_label", "rev", "saved", "lateness")
    list_filter = ("late", LanguageFilter, ("entry__session__assessment", AutocompleteSelectFilter))
    list_select_related = ("entry__session__candidate", "entry__session__assessment", "entry__version")
    search_fields = tuple(f"entry__{name}" if name[0] != "=" else f"=entry__{name[1:]}" for name in PEOPLE)
    fields = ("whose", "title", "language_label", "rev", "saved", "lateness", "text")

    def session_of(self, row: Any) -> TestSession:
        return row.entry.session  # type: ignore[no-any-return]

    @display(description="Question", ordering="entry__version__title")
    def title(self, draft: Draft) -> str:
        return draft.entry.version.title

    @display(description="Language", ordering="language")
    def language_label(self, draft: Draft) -> str:
        return label_of(draft.language)

    @display(description="Saved", ordering="saved_at")
    def saved(self, draft: Draft) -> str:
        return moment(draft.saved_at)

    @display(description="Late")
    def lateness(self, draft: Draft) -> str:
        said = f"{draft.late_by_ms / 1000:.1f} s" if draft.late_by_ms else "–"
        if not draft.late:
            return said
        return f"after the end, {'submitted' if draft.handed_in else 'saved'}: not judged"

    @display(description="Text")
    def text(self, draft: Draft) -> SafeString:
        if draft.language in LANGUAGES:
            return highlight(draft.source, draft.language)
        return format_html('<pre class="plain-code">{}</pre>', draft.source)


@admin.register(Adjustment)
class AdjustmentAdmin(Reading):
    list_display = ("who", "given", "reason", "actor", "at")
    list_filter = ("created_at", ("session__assessment", AutocompleteSelectFilter))
    list_select_related = ("session__candidate", "session__assessment", "actor")
    search_fields = (*PEOPLE, "reason")
    search_help_text = "Candidate, reason, or id of the session"
    ordering = ("-created_at", "-id")
    fields = ("whose", "given", "reason", "actor", "at")

    @display(description="Time", ordering="seconds")
    def given(self, adjustment: Adjustment) -> str:
        return signed(adjustment.seconds)

    @display(description="Written down", ordering="created_at")
    def at(self, adjustment: Adjustment) -> str:
        return moment(adjustment.created_at)


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(EVENT_WORDS.items(), key=lambda item: item[1])

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(SessionEvent)
class SessionEventAdmin(Reading):
    list_display = ("who", "words", "moment_of", "actor")
    list_filter = (KindFilter, "at", ("session__assessment", AutocompleteSelectFilter))
    list_select_related = ("session__candidate", "session__assessment", "actor")
    ordering = ("-id",)
    fields = ("whose", "words", "kind", "moment_of", "actor", "facts")

    @display(description="What", ordering="kind")
    def words(self, event: SessionEvent) -> str:
        return EVENT_WORDS.get(event.kind, event.kind)

    @display(description="When", ordering="id")
    def moment_of(self, event: SessionEvent) -> str:
        return moment(event.at)

    @display(description="Facts")
    def facts(self, event: SessionEvent) -> SafeString:
        shown = json.dumps(event.data, ensure_ascii=False, indent=2, sort_keys=True)
        return format_html('<pre class="plain-code">{}</pre>', shown)
