"""Who is tested, and the way in."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from questions.models import Assessment


def new_candidate_id() -> str:
    return str(uuid.uuid4())


class Candidate(models.Model):
    """A person who is tested. The id is the integrator's own, up to 36 characters."""

    id = models.CharField(max_length=36, primary_key=True, default=new_candidate_id, db_column="candidate_id")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "candidate"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["email"], name="candidate_email")]
        constraints = [models.CheckConstraint(condition=~Q(id=""), name="candidate_id_not_empty")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A candidate's way into one assessment. Its link is signed, not stored; raising `link_version` revokes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="invitations")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="invitations")
    time_multiplier = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(1.0), MaxValueValidator(10.0)],
        help_text="1.5 gives half as much time again",
    )
    expires_at = models.DateTimeField(null=True, blank=True, help_text="the link cannot start a session after this")
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(time_multiplier__gte=1.0, time_multiplier__lte=10.0), name="invitation_multiplier_sane"
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.assessment}"
