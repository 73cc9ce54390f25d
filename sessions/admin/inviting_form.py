"""Inviting one candidate or many: the fields, and what they mean."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
)

from executor.errors import Conflict
from questions.models import Assessment
from sessions.models import Candidate, Invitation, TestSession
from sessions.services.inviting import invite

MAX_PERCENT = 900
MAX_PEOPLE = 200
_PERSON = re.compile(r"\s*(?P<name>[^<>,;\t]*?)\s*[<,;\t]?\s*(?P<email>[^\s<>,;]+@[^\s<>,;]+)?\s*>?\s*")


class ExtraTimeField(forms.IntegerField):
    """Extra time in per cent; cleans to the multiplier (25 → 1.25)."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            min_value=0,
            max_value=MAX_PERCENT,
            label="Extra time",
            widget=UnfoldAdminIntegerFieldWidget(attrs={"placeholder": "0"}),
            help_text="In per cent: 25 gives a quarter more. Already included in what the candidate is told.",
        )

    def clean(self, value: Any) -> float:
        return 1.0 + (super().clean(value) or 0) / 100


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str


class InviteForm(forms.Form):
    """Who is invited to what. People who are not candidates yet are given one a line."""

    assessment = forms.ModelChoiceField(
        Assessment.objects.none(), widget=UnfoldAdminSelectWidget, empty_label="Choose an assessment"
    )
    candidates = forms.ModelMultipleChoiceField(
        Candidate.objects.none(), required=False, label="Candidates", help_text="Those who are here already"
    )
    people = forms.CharField(
        required=False,
        label="New candidates",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5, "placeholder": "Ada Lovelace <ada@example.org>"}),
        help_text="One a line, with or without a mail address",
    )
    extra_time = ExtraTimeField()
    expires_at = forms.SplitDateTimeField(
        required=False,
        label="Link expires",
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text="Time in UTC. After it the link cannot start a session; empty: never.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relation = TestSession._meta.get_field("candidate")
        self.fields["assessment"].queryset = Assessment.objects.all()  # type: ignore[attr-defined]
        self.fields["candidates"].queryset = Candidate.objects.all()  # type: ignore[attr-defined]
        widget = AutocompleteSelectMultiple(relation, admin.site)
        widget.choices = self.fields["candidates"].choices  # type: ignore[attr-defined]
        self.fields["candidates"].widget = widget

    def clean_people(self) -> list[Person]:
        found = []
        for at, line in enumerate(self.cleaned_data["people"].splitlines(), start=1):
            if not line.strip():
                continue
            match = _PERSON.fullmatch(line)
            if match is None:
                raise ValidationError(f"Line {at} could not be read. Write: Ada Lovelace <ada@example.org>")
            name, email = match["name"], match["email"] or ""
            if email:
                validate_email(email)
            if not name and not email:
                raise ValidationError(f"Line {at} has neither a name nor a mail address.")
            found.append(Person(name or email.split("@")[0], email))
        if len(found) > MAX_PEOPLE:
            raise ValidationError(f"At most {MAX_PEOPLE} at once.")
        return found

    def clean_expires_at(self) -> datetime | None:
        return not_past(self.cleaned_data["expires_at"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("candidates") and not cleaned.get("people"):
            raise ValidationError("Choose a candidate, or write down who is new.")
        return cleaned

    def invite_all(self, *, actor: Any, now: datetime) -> tuple[list[Invitation], list[str]]:
        """The invitations that were made, and a sentence for each candidate who could not be invited."""
        cleaned = self.cleaned_data
        made: list[Invitation] = []
        refused: list[str] = []
        for candidate in [*cleaned["candidates"], *map(_candidate, cleaned["people"])]:
            try:
                with transaction.atomic():
                    candidate.save()
                    invitation = invite(
                        candidate=candidate,
                        assessment=cleaned["assessment"],
                        now=now,
                        actor=actor,
                        time_multiplier=cleaned["extra_time"],
                        expires_at=cleaned["expires_at"],
                    )
                made.append(invitation)
            except Conflict as clash:
                refused.append(clash.detail)
        return made, refused


class InvitationForm(forms.ModelForm):
    """One invitation: made by the service, so that its session is there too."""

    extra_time = ExtraTimeField()

    class Meta:
        model = Invitation
        fields = ("candidate", "assessment", "expires_at")

    def clean_expires_at(self) -> datetime | None:
        chosen: datetime | None = self.cleaned_data["expires_at"]
        return chosen if chosen == self.instance.expires_at else not_past(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        candidate, assessment = cleaned.get("candidate"), cleaned.get("assessment")
        if self.instance._state.adding and candidate and assessment:
            still_open = TestSession.objects.filter(
                candidate=candidate, assessment=assessment, finalised_at__isnull=True
            )
            if still_open.exists():
                sentence = "This candidate has an open session of this assessment; it has to end first."
                self.add_error("candidate", sentence)
        return cleaned


def not_past(moment: datetime | None) -> datetime | None:
    if moment and moment <= timezone.now():
        raise ValidationError("This moment has passed.")
    return moment


def _candidate(person: Person) -> Candidate:
    """Whoever has this mail address already, else somebody new (not saved yet)."""
    known = Candidate.objects.filter(email__iexact=person.email).first() if person.email else None
    return known or Candidate(name=person.name, email=person.email)
