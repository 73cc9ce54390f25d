"""Our own outages: what was given back, and one question where it was a long one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import display

from executor.errors import Refusal
from questions.staffing import duration, moment, refused
from sessions.admin.reading import NoAdding, ReadOnlyForm
from sessions.models import Outage
from sessions.services import outages

COLOURS = {"open": "info", "asked": "warning", "given": "success", "dismissed": "default"}
WORDS = {"open": "given back soon", "asked": "staff are asked", "given": "given back", "dismissed": "not given back"}
MAY_DECIDE = "test_sessions.change_testsession"


@admin.register(Outage)
class OutageAdmin(NoAdding, ReadOnlyForm, ModelAdmin):
    list_display = ("away_from", "until", "length", "what", "given_to", "decided_by")
    list_select_related = ("decided_by",)
    actions = None

    @display(description="Away from", ordering="began")
    def away_from(self, outage: Outage) -> str:
        return moment(outage.began)

    @display(description="Until", ordering="ended")
    def until(self, outage: Outage) -> str:
        return moment(outage.ended)

    @display(description="Length")
    def length(self, outage: Outage) -> str:
        return duration(outage.ended - outage.began)

    @display(description="State", label=COLOURS, ordering="state")
    def what(self, outage: Outage) -> tuple[str, str]:
        return outage.state, WORDS[outage.state]

    @display(description="Sessions given time")
    def given_to(self, outage: Outage) -> int:
        return outage.adjustments.count()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.decide)
        return [path("<int:outage_id>/decide/", view, name="test_sessions_outage_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, outage_id: int) -> HttpResponse:
        """POST give=1 or give=0: the one answer to a long outage."""
        if request.method != "POST" or not request.user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        outage = get_object_or_404(Outage, pk=outage_id)
        now = timezone.now()
        try:
            if request.POST.get("give") == "1":
                count = outages.give(outage=outage, actor=request.user, now=now)
                said = f"The time was given back to {count} session{'' if count == 1 else 's'}."
            else:
                outages.decide(outage=outage, state=Outage.State.DISMISSED, actor=request.user, now=now)
                said = "Nothing was given back."
        except Refusal as refusal:
            refused(request, refusal)
        else:
            self.log_change(request, outage, said)
            messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:index"))


def asked() -> list[dict[str, Any]]:
    """What the overview asks staff: {outage, minutes, sessions that it overlapped}."""
    return [
        {
            "outage": outage,
            "minutes": round((outage.ended - outage.began).total_seconds() / 60),
            "sessions": outages.overlapped(outage).count(),
        }
        for outage in Outage.objects.filter(state=Outage.State.ASKED)
    ]
