"""What moves a sitting's end: time that was given, and our own downtime."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sessions.models.sitting import TestSession


class Adjustment(models.Model):
    """Time given to a session: appended, never changed."""

    class Source(models.TextChoices):
        STAFF = "staff"
        NETWORK = "network", "the candidate's network, measured"
        OUTAGE = "outage", "our own outage"

    session = models.ForeignKey(TestSession, on_delete=models.CASCADE, related_name="adjustments")
    seconds = models.IntegerField()
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF.value)
    outage = models.ForeignKey("Outage", null=True, blank=True, on_delete=models.PROTECT, related_name="adjustments")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_reason"),
            models.CheckConstraint(
                condition=Q(source__in=["staff", "network", "outage"]), name="adjustment_source_known"
            ),
            models.UniqueConstraint(fields=["session", "outage"], name="adjustment_once_per_outage"),
        ]

    def __str__(self) -> str:
        return f"{self.seconds:+d} s: {self.reason}"


class Probe(models.Model):
    """A server process was up: one row in 10 s. What lies between two that are far apart was an outage."""

    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="probe_by_age")]

    def __str__(self) -> str:
        return f"up at {self.at:%Y-%m-%d %H:%M:%S}"


class Outage(models.Model):
    """We were away. Given back by itself; a long one only when staff say so."""

    class State(models.TextChoices):
        OPEN = "open", "to be given back"
        ASKED = "asked", "staff decide"
        GIVEN = "given", "given back"
        DISMISSED = "dismissed", "not given back"

    began = models.DateTimeField(unique=True)
    ended = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began"]
        constraints = [
            models.CheckConstraint(condition=Q(ended__gt=models.F("began")), name="outage_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "asked", "given", "dismissed"]), name="outage_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began:%Y-%m-%d %H:%M:%S} to {self.ended:%H:%M:%S}"
