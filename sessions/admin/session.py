"""A session: its result, its answers, its history, and what staff may do to it."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesCheckboxFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextareaWidget

from executor.errors import Refusal
from questions.staffing import ReasonForm, dialog_done, moment, refused
from sessions.admin.reading import STATUS_COLOURS, NoAdding, ReadOnlyForm
from sessions.admin.report import session_report
from sessions.admin.review import review
from sessions.models import TestSession
from sessions.services import silences, staff


class TimeForm(ReasonForm):
    minutes = forms.IntegerField(
        initial=10,
        min_value=-1440,
        max_value=1440,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="Below zero takes time away. The candidate sees the new end at once. Where the test has ended: "
        "what was received before the new end counts, and a reopening has the time that was given.",
    )
    field_order = ("minutes", "reason")


class MessageForm(ReasonForm):
    text = forms.CharField(
        max_length=2000,
        label="Message",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="Shown on the candidate's page",
    )
    field_order = ("text", "reason")


class RunningFilter(admin.SimpleListFilter):
    title = "state of the result"
    parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("open", "Not ended"),
            ("pending", "Ended, being judged"),
            ("review", "To be reviewed by people"),
            ("ready", "Result ready"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "open":
                return queryset.filter(finalised_at__isnull=True)
            case "pending":
                return queryset.filter(finalised_at__isnull=False, result_ready_at__isnull=True)
            case "review":
                return queryset.filter(awaits_review=True)
            case "ready":
                return queryset.filter(result_ready_at__isnull=False)
            case _:
                return queryset


@admin.register(TestSession)
class TestSessionAdmin(NoAdding, ReadOnlyForm, ModelAdmin):
    list_display = ("who", "state", "began", "ends", "result")
    list_filter = (("status", ChoicesCheckboxFilter), RunningFilter, ("assessment", AutocompleteSelectFilter))
    list_filter_submit = True
    list_select_related = ("candidate", "assessment")
    list_per_page = 50
    search_fields = ("candidate__name", "candidate__email", "candidate__id", "assessment__title", "id")
    search_help_text = "Candidate, assessment or id"
    actions_detail = ("add_time", "give_back", "end_now", "reopen", "message", "live_board")
    change_form_template = "admin/session.html"

    @display(description="Candidate", header=True, ordering="candidate__name")
    def who(self, session: TestSession) -> list[str]:
        return [session.candidate.name, session.assessment.title]

    @display(description="Status", label=STATUS_COLOURS, ordering="status")
    def state(self, session: TestSession) -> str:
        return session.status

    @display(description="Started", ordering="started_at")
    def began(self, session: TestSession) -> str:
        return moment(session.started_at)

    @display(description="Ended, or ends", ordering="deadline")
    def ends(self, session: TestSession) -> str:
        return moment(session.ended_at or session.deadline)

    @display(description="Score", ordering="score")
    def result(self, session: TestSession) -> str:
        if session.result_ready_at:
            return f"{session.score:g} of {session.max_score:g}"
        if session.awaits_review:
            return "to be reviewed"
        return "being judged" if session.finalised_at else "–"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(review, self.admin_site))
        own = path("<uuid:session_id>/review/<uuid:question_id>/", view, name="test_sessions_testsession_review")
        return [own, *super().get_urls()]

    # --- the page ---

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        if request.method == "POST":
            raise PermissionDenied  # there is nothing to save here; actions have their own addresses
        session = self.get_object(request, object_id) if object_id else None
        extra = dict(extra_context or {})
        if session is not None and self.has_view_permission(request, session):
            extra |= session_report(session, timezone.now())
            extra |= {"title": str(session.candidate), "subtitle": str(session.assessment)}
        return super().changeform_view(request, object_id, form_url, extra)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only what the session's state allows: one that has ended is reopened, and then left as it was."""
        session = self.get_object(request, str(object_id))
        ended = bool(session and session.finalised_at)
        started = bool(session and session.started_at)
        continued = bool(session and hasattr(session, "continued_by"))
        fits = {
            "add_time": not continued,
            "give_back": bool(session and not ended and silences.owed(session)),
            "end_now": started and not ended,
            "message": started and not ended,
            "reopen": started and ended and not continued,
        }
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        found = super().get_actions_detail(request, object_id)
        return [one for one in found if fits.get(one.action_name.removeprefix(prefix), True)]

    # --- what staff do ---

    def _done(self, object_id: Any) -> HttpResponse:
        return dialog_done(reverse("admin:test_sessions_testsession_change", args=[object_id]))

    def _try(self, request: HttpRequest, object_id: str, said: str, what: Any, **given: Any) -> TestSession | None:
        """Call a service of staff's; its refusal becomes a message."""
        session = self.get_object(request, object_id)
        if session is None:
            return None
        try:
            changed: TestSession | None = what(session_id=session.pk, actor=request.user, now=timezone.now(), **given)
        except Refusal as refusal:
            refused(request, refusal)
            return None
        self.log_change(request, session, said)
        messages.success(request, said)
        return changed or session

    @action(
        description="Add time",
        icon="more_time",
        permissions=["change"],
        variant=ActionVariant.PRIMARY,
        dialog={
            "title": "Add time",
            "description": "",
            "form_class": TimeForm,
            "form_submit_text": "Add time",
        },
    )
    def add_time(self, request: HttpRequest, form: TimeForm, object_id: str) -> HttpResponse:
        minutes = form.cleaned_data["minutes"]
        said = f"{minutes:+d} min given: {form.cleaned_data['reason']}"
        self._try(request, object_id, said, staff.adjust, seconds=60 * minutes, reason=form.cleaned_data["reason"])
        return self._done(object_id)

    @action(description="Give back network time", icon="wifi_off", permissions=["change"])
    def give_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        self._try(request, object_id, "The time without network was given back.", staff.give_back_network)
        return HttpResponseRedirect(reverse("admin:test_sessions_testsession_change", args=[object_id]))

    @action(
        description="End now",
        icon="stop_circle",
        permissions=["change"],
        variant=ActionVariant.DANGER,
        dialog={
            "title": "End this session now?",
            "description": "What was saved so far is judged. The candidate cannot go on.",
            "form_class": ReasonForm,
            "form_submit_text": "End the session",
        },
    )
    def end_now(self, request: HttpRequest, form: ReasonForm, object_id: str) -> HttpResponse:
        self._try(request, object_id, "The session was ended.", staff.end, reason=form.cleaned_data["reason"])
        return self._done(object_id)

    @action(
        description="Reopen",
        icon="restart_alt",
        permissions=["change"],
        dialog={
            "title": "Reopen this session?",
            "description": "The candidate goes on with the time that was left, in a new session; this one stays. "
            "An end for everybody does not hold for the new session.",
            "form_class": ReasonForm,
            "form_submit_text": "Reopen",
        },
    )
    def reopen(self, request: HttpRequest, form: ReasonForm, object_id: str) -> HttpResponse:
        said = "The candidate can go on; this is the continuation."
        new = self._try(request, object_id, said, staff.reopen, reason=form.cleaned_data["reason"])
        return self._done(new.pk if new else object_id)

    @action(
        description="Send a message",
        icon="chat",
        permissions=["change"],
        dialog={"title": "Send a message", "description": "", "form_class": MessageForm, "form_submit_text": "Send"},
    )
    def message(self, request: HttpRequest, form: MessageForm, object_id: str) -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("text", "reason")}
        self._try(request, object_id, "The message was sent.", staff.send_message, **given)
        return self._done(object_id)

    @action(description="Live board", icon="monitoring", permissions=["view"], attrs={"target": "_blank"})
    def live_board(self, request: HttpRequest, object_id: str) -> HttpResponse:
        session = self.get_object(request, object_id)
        if session is None:
            return HttpResponseRedirect(reverse("admin:test_sessions_testsession_changelist"))
        return HttpResponseRedirect(f"/board/{session.assessment_id}/")
