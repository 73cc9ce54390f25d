"""An assessment on one page: its settings, its sections, and the questions of each section."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from executor.errors import Conflict
from questions.drawing import draw, question_count, worth
from questions.forms import AssessmentForm, SectionForm, SectionFormSet, SectionQuestionForm, SectionQuestionFormSet
from questions.models import Assessment, Pool, Section, SectionQuestion
from questions.staffing import RefusalsAsMessages, moment


class SectionQuestionInline(TabularInline):
    model = SectionQuestion
    form = SectionQuestionForm
    formset = SectionQuestionFormSet
    autocomplete_fields = ("question",)
    extra = 0
    ordering_field = "order"
    hide_ordering_field = True
    hide_title = True
    verbose_name = "question"
    verbose_name_plural = "questions"


class PoolInline(TabularInline):
    model = Pool
    fields = ("draw", "tag", "difficulty", "weight", "order")
    extra = 0
    ordering_field = "order"
    hide_ordering_field = True
    hide_title = True
    verbose_name = "pool"
    verbose_name_plural = "pools: questions drawn by tag and difficulty"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "weight":
            field.label = "Points each"
        return field


class SectionInline(StackedInline):
    model = Section
    form = SectionForm
    formset = SectionFormSet
    inlines = (SectionQuestionInline, PoolInline)
    extra = 0
    fields = (("title", "draw"), ("shuffle_questions", "shuffle_choices"), "order")
    tab = True

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else 1


@admin.register(Assessment)
class AssessmentAdmin(RefusalsAsMessages, ModelAdmin):
    form = AssessmentForm
    inlines = (SectionInline,)
    list_display = ("name", "minutes", "content", "weights", "opens", "closes")
    list_filter = ("created_at",)
    search_fields = ("title", "slug")
    search_help_text = "Title or slug"
    prepopulated_fields = {"slug": ("title",)}
    actions_detail = ("live_board", "invite_candidates")
    warn_unsaved_form = True
    fieldsets = (
        (None, {"fields": (("title", "slug"), ("duration_minutes", "shows_afterwards"), "instructions", "languages")}),
        ("Window", {"fields": ("opens_at", "closes_at", "hard_end_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        found: QuerySet[Assessment] = super().get_queryset(request)
        return found.prefetch_related("sections__entries", "sections__pools")

    def save_model(self, request: HttpRequest, obj: Assessment, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        try:
            draw(form.instance, seed="")
        except Conflict as short:
            messages.warning(request, f"{short.detail} Nobody can start this test until there are more.")

    @display(description="Title", header=True, ordering="title")
    def name(self, assessment: Assessment) -> list[str]:
        return [assessment.title, assessment.slug]

    @display(description="Takes", ordering="duration_minutes")
    def minutes(self, assessment: Assessment) -> str:
        return f"{assessment.duration_minutes} min"

    @display(description="Questions")
    def content(self, assessment: Assessment) -> str:
        return str(question_count(list(assessment.sections.all())))

    @display(description="Points")
    def weights(self, assessment: Assessment) -> str:
        least, most = worth(assessment.sections.all())
        return f"{least:g}" if least == most else f"{least:g} to {most:g}"

    @display(description="Opens", ordering="opens_at")
    def opens(self, assessment: Assessment) -> str:
        return moment(assessment.opens_at)

    @display(description="Closes", ordering="closes_at")
    def closes(self, assessment: Assessment) -> str:
        return moment(assessment.closes_at)

    # By name alone: sessions and invitations belong to the app above. (A dotted permission in `permissions` would
    # be looked up in the database by unfold's system check, before there is one.)

    def has_board_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("test_sessions.view_testsession"))

    def has_invite_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("test_sessions.add_invitation"))

    @action(
        description="Live board",
        icon="monitoring",
        permissions=["board"],
        attrs={"target": "_blank"},
    )
    def live_board(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return HttpResponseRedirect(f"/board/{object_id}/")

    @action(
        description="Invite candidates",
        icon="person_add",
        permissions=["invite"],
        variant=ActionVariant.PRIMARY,
    )
    def invite_candidates(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = reverse("admin:test_sessions_invitation_invite_several")
        return HttpResponseRedirect(f"{page}?assessment={object_id}")
