"""The people who are tested."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from questions.staffing import moment
from sessions.admin.reading import STATUS_COLOURS, NoAdding
from sessions.models import Candidate, TestSession


class SessionInline(NoAdding, TabularInline):
    model = TestSession
    fk_name = "candidate"
    verbose_name_plural = "sessions"
    tab = True
    extra = 0
    can_delete = False
    show_change_link = True
    hide_title = True
    fields = readonly_fields = ("assessment", "state", "began", "result")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Status", label=STATUS_COLOURS)
    def state(self, session: TestSession) -> str:
        return session.status

    @display(description="Started")
    def began(self, session: TestSession) -> str:
        return moment(session.started_at)

    @display(description="Score")
    def result(self, session: TestSession) -> str:
        return f"{session.score:g} of {session.max_score:g}" if session.result_ready_at else "–"


@admin.register(Candidate)
class CandidateAdmin(ModelAdmin):
    inlines = (SessionInline,)
    list_display = ("who", "id", "session_count", "added")
    list_filter = ("created_at",)
    search_fields = ("name", "email", "id")
    search_help_text = "Name, mail address or id"
    actions = ("invite_selected",)
    actions_detail = ("invite",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (("name", "email"), "id", "created_at") if obj else (("name", "email"), "id")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("id", "created_at") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        found: QuerySet[Candidate] = super().get_queryset(request)
        return found.annotate(session_total=Count("sessions"))

    @display(description="Candidate", header=True, ordering="name")
    def who(self, candidate: Candidate) -> list[str]:
        return [candidate.name, candidate.email]

    @display(description="Sessions", ordering="session_total")
    def session_count(self, candidate: Any) -> str:
        return str(candidate.session_total)

    @display(description="Added", ordering="created_at")
    def added(self, candidate: Candidate) -> str:
        return moment(candidate.created_at)

    @action(description="Invite", icon="mail", permissions=["invite"], variant=ActionVariant.PRIMARY)
    def invite(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return HttpResponseRedirect(_invite_page([object_id]))

    @admin.action(description="Invite selected candidates", permissions=["invite"])
    def invite_selected(self, request: HttpRequest, queryset: QuerySet[Candidate]) -> HttpResponse:
        return HttpResponseRedirect(_invite_page([str(pk) for pk in queryset.values_list("pk", flat=True)[:200]]))

    def has_invite_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("test_sessions.add_invitation"))


def _invite_page(candidate_ids: list[str]) -> str:
    page = reverse("admin:test_sessions_invitation_invite_several")
    return f"{page}?{urlencode([('candidates', pk) for pk in candidate_ids])}"
