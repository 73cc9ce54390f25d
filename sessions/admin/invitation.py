"""Invitations: made, their links copied, renewed, revoked."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from questions.staffing import ConfirmForm, RefusalsAsMessages, dialog_done, moment
from sessions.admin.inviting_form import InvitationForm, InviteForm
from sessions.models import Invitation, TestSession
from sessions.services.inviting import invite, renew_link, revoke
from sessions.tokens import invitation_url

COLOURS = {
    "waiting": "info",
    "opened": "info",
    "active": "success",
    "abandoned": "warning",
    "completed": "default",
    "revoked": "danger",
    "expired": "warning",
}


def state_of(invitation: Invitation, session: TestSession | None) -> str:
    """One word: what happened to an invitation."""
    if session and session.status != "invited":
        return session.status
    if invitation.revoked_at:
        return "revoked"
    if invitation.expires_at and invitation.expires_at <= timezone.now():
        return "expired"
    return "opened" if invitation.opened_at else "waiting"


def copyable(url: str, label: str = "Copy link") -> SafeString:
    """A link in a box that cannot be edited, and a button that copies it (staff.js, also without a clipboard API)."""
    return format_html(
        '<span class="copyable"><input type="text" readonly value="{}" aria-label="Link">'
        '<button type="button" data-copy="{}"><span class="material-symbols-outlined" aria-hidden="true">content_copy'
        "</span><span data-copy-label>{}</span></button></span>",
        url,
        url,
        label,
    )


@admin.register(Invitation)
class InvitationAdmin(RefusalsAsMessages, ModelAdmin):
    form = InvitationForm
    list_display = ("who", "state", "extra", "expires", "made", "link")
    list_filter = (("assessment", AutocompleteSelectFilter), "created_at")
    list_filter_submit = True
    list_select_related = ("candidate", "assessment")
    search_fields = ("candidate__name", "candidate__email", "candidate__id", "assessment__title")
    search_help_text = "Candidate or assessment"
    autocomplete_fields = ("candidate", "assessment")
    actions_list = ("invite_several_link",)
    actions_detail = ("revoke_link", "renew")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": (("candidate", "assessment"), "extra_time", "expires_at")}),)
        return (
            (None, {"fields": ("full_link", ("candidate", "assessment"), ("state", "extra"), "expires_at")}),
            ("History", {"fields": (("made", "created_by"), ("opened", "revoked"), "session_links")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        shown = ("full_link", "state", "extra", "made", "opened", "revoked", "session_links")
        return ("candidate", "assessment", "created_by", *shown)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            form.base_fields.pop("extra_time", None)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        found: QuerySet[Invitation] = super().get_queryset(request)
        return found.prefetch_related("sessions")

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        made = invite(
            candidate=obj.candidate,
            assessment=obj.assessment,
            now=timezone.now(),
            actor=request.user,
            time_multiplier=form.cleaned_data["extra_time"],
            expires_at=obj.expires_at,
        )
        obj.pk, obj._state.adding = made.pk, False
        obj.refresh_from_db()

    def response_post_save_add(self, request: HttpRequest, obj: Invitation) -> HttpResponse:
        """To the invitation's own page: its link is what is wanted next."""
        return HttpResponseRedirect(self._url(obj.pk))

    def _url(self, object_id: Any) -> str:
        return reverse("admin:test_sessions_invitation_change", args=[object_id])

    # --- what is shown ---

    def _session(self, invitation: Invitation) -> TestSession | None:
        return max(invitation.sessions.all(), key=lambda session: session.created_at, default=None)

    @display(description="Candidate", header=True, ordering="candidate__name")
    def who(self, invitation: Invitation) -> list[str]:
        return [invitation.candidate.name, invitation.assessment.title]

    @display(description="Status", label=COLOURS)
    def state(self, invitation: Invitation) -> str:
        return state_of(invitation, self._session(invitation))

    @display(description="Extra time", ordering="time_multiplier")
    def extra(self, invitation: Invitation) -> str:
        percent = round((invitation.time_multiplier - 1) * 100)
        return f"+{percent} %" if percent else "none"

    @display(description="Link expires", ordering="expires_at")
    def expires(self, invitation: Invitation) -> str:
        return moment(invitation.expires_at) if invitation.expires_at else "never"

    @display(description="Made", ordering="created_at")
    def made(self, invitation: Invitation) -> str:
        return moment(invitation.created_at)

    @display(description="Link first opened")
    def opened(self, invitation: Invitation) -> str:
        return moment(invitation.opened_at)

    @display(description="Revoked")
    def revoked(self, invitation: Invitation) -> str:
        return moment(invitation.revoked_at)

    @display(description="Link")
    def link(self, invitation: Invitation) -> SafeString | str:
        if invitation.revoked_at:
            return "revoked"
        return format_html(
            '<button type="button" class="copy-button" data-copy="{}"><span data-copy-label>Copy link</span></button>',
            invitation_url(invitation),
        )

    @display(description="Link for the candidate")
    def full_link(self, invitation: Invitation) -> SafeString | str:
        if invitation.revoked_at:
            return "Revoked: the link does not work any more. “New link” makes another."
        return copyable(invitation_url(invitation))

    @display(description="Sessions")
    def session_links(self, invitation: Invitation) -> SafeString | str:
        links = (
            (reverse("admin:test_sessions_testsession_change", args=[session.pk]), session.status)
            for session in invitation.sessions.all()
        )
        return format_html_join(", ", '<a class="text-link" href="{}">{}</a>', links) or "–"

    # --- what is done ---

    @action(
        description="Revoke",
        icon="link_off",
        permissions=["change"],
        variant=ActionVariant.DANGER,
        dialog={
            "title": "Revoke this invitation?",
            "description": "Its link stops working. A session that already runs goes on.",
            "form_class": ConfirmForm,
            "form_submit_text": "Revoke",
        },
    )
    def revoke_link(self, request: HttpRequest, form: ConfirmForm, object_id: str) -> HttpResponse:
        invitation = self.get_object(request, object_id)
        if invitation is not None:
            revoke(invitation=invitation, actor=request.user, now=timezone.now())
            self.log_change(request, invitation, "Revoked.")
            messages.success(request, "The link does not work any more.")
        return dialog_done(self._url(object_id))

    @action(
        description="New link",
        icon="autorenew",
        permissions=["change"],
        dialog={
            "title": "Make a new link?",
            "description": "The old link stops working. Send the new one to the candidate.",
            "form_class": ConfirmForm,
            "form_submit_text": "Make a new link",
        },
    )
    def renew(self, request: HttpRequest, form: ConfirmForm, object_id: str) -> HttpResponse:
        invitation = self.get_object(request, object_id)
        if invitation is not None:
            renew_link(invitation=invitation, actor=request.user, now=timezone.now())
            self.log_change(request, invitation, "Given a new link.")
            messages.success(request, "This is the new link; the old one does not work any more.")
        return dialog_done(self._url(object_id))

    # --- inviting several at once ---

    def get_urls(self) -> list[URLPattern]:
        several = path(
            "invite/", self.admin_site.admin_view(self.invite_several), name="test_sessions_invitation_invite_several"
        )
        return [several, *super().get_urls()]

    @action(description="Invite several", icon="group_add", permissions=["add"], url_path="invite-several")
    def invite_several_link(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:test_sessions_invitation_invite_several"))

    def invite_several(self, request: HttpRequest) -> HttpResponse:
        """A form for one assessment and any number of candidates; then the links, one a row."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        given = {"assessment": request.GET.get("assessment"), "candidates": request.GET.getlist("candidates")}
        form = InviteForm(request.POST) if request.method == "POST" else InviteForm(initial=given)
        context = {**self.admin_site.each_context(request), "title": "Invite candidates", "opts": self.opts}
        if request.method == "POST" and form.is_valid():
            made, refused = form.invite_all(actor=request.user, now=timezone.now())
            for invitation in made:
                self.log_addition(request, invitation, "Invited.")
            rows = [(one, copyable(invitation_url(one)), self._url(one.pk)) for one in made]
            context |= {"rows": rows, "refused": refused, "assessment": form.cleaned_data["assessment"]}
            return TemplateResponse(request, "admin/invited.html", context)
        return TemplateResponse(
            request, "admin/invite.html", {**context, "form": form, "media": self.media + form.media}
        )
