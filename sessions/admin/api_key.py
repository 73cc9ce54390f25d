"""API keys: shown once when they are made, revoked, never shown again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from questions.staffing import ConfirmForm, RefusalsAsMessages, dialog_done, moment
from sessions.admin.inviting_form import not_past
from sessions.models import ApiKey
from sessions.services.keys import create_key

SCOPE_WORDS = {
    "questions:read": "read questions",
    "questions:write": "write and publish questions",
    "candidates": "candidates and invitations",
    "sessions": "sessions and submissions",
    "results": "read results",
    "execute": "run code in the playground",
}


class ApiKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[(scope, f"{scope}: {SCOPE_WORDS[scope]}") for scope in ApiKey.SCOPES],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="What the key may do; give it no more than it needs",
    )

    class Meta:
        model = ApiKey
        fields = ("name", "scopes", "expires_at")

    def clean_expires_at(self) -> Any:
        return not_past(self.cleaned_data["expires_at"])


@admin.register(ApiKey)
class ApiKeyAdmin(RefusalsAsMessages, ModelAdmin):
    form = ApiKeyForm
    list_display = ("name", "starts_with", "state", "may", "expires", "used")
    search_fields = ("name", "prefix")
    search_help_text = "Name or beginning of the key"
    actions_detail = ("revoke",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("name", "scopes", "expires_at")}),)
        return (
            (
                None,
                {
                    "fields": (
                        ("name", "starts_with", "state"),
                        "may",
                        ("expires", "used"),
                        ("created_by", "created_at"),
                    )
                },
            ),
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A key is made, revoked and never edited; its page is for reading."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("test_sessions.change_apikey"))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        only_save = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**(extra_context or {}), **only_save})

    # --- made, and shown once ---

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        given = form.cleaned_data
        made, text = create_key(
            name=given["name"], scopes=given["scopes"], expires_at=given["expires_at"], actor=request.user
        )
        obj.pk, obj._state.adding = made.pk, False
        obj.refresh_from_db()
        request.made_key = text  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """The key itself stands in this one answer: not in a message, a cookie or a log."""
        context = {
            **self.admin_site.each_context(request),
            "title": "The key was made",
            "opts": self.opts,
            "key": obj,
            "text": request.made_key,  # type: ignore[attr-defined]
        }
        answer = TemplateResponse(request, "admin/api_key_made.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    @action(
        description="Revoke",
        icon="key_off",
        permissions=["revoke"],
        variant=ActionVariant.DANGER,
        dialog={
            "title": "Revoke this key?",
            "description": "Requests with it are refused from now on. This cannot be undone.",
            "form_class": ConfirmForm,
            "form_submit_text": "Revoke",
        },
    )
    def revoke(self, request: HttpRequest, form: ConfirmForm, object_id: str) -> HttpResponse:
        key = self.get_object(request, object_id)
        if key is not None and key.revoked_at is None:
            key.revoked_at = timezone.now()
            key.save(update_fields=["revoked_at"])
            self.log_change(request, key, "Revoked.")
            messages.success(request, "The key was revoked.")
        return dialog_done(reverse("admin:test_sessions_apikey_change", args=[object_id]))

    # --- what is shown ---

    @display(description="Begins with")
    def starts_with(self, key: ApiKey) -> str:
        return f"{key.prefix}…"

    @display(description="Status", label={"active": "success", "revoked": "danger", "expired": "warning"})
    def state(self, key: ApiKey) -> str:
        if key.revoked_at:
            return "revoked"
        return "expired" if key.expires_at and key.expires_at <= timezone.now() else "active"

    @display(description="May")
    def may(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    @display(description="Expires", ordering="expires_at")
    def expires(self, key: ApiKey) -> str:
        return moment(key.expires_at) if key.expires_at else "never"

    @display(description="Last used", ordering="last_used_at")
    def used(self, key: ApiKey) -> str:
        return moment(key.last_used_at) if key.last_used_at else "never"
