"""One sitting of one assessment. A status is written by services alone, from what `lifecycle.after()` says."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from executor.models import PRIVATE
from questions.models import Assessment, Question
from sessions import lifecycle
from sessions.lease import Lease
from sessions.lifecycle import Method, Sitting, Status
from sessions.models.people import Candidate, Invitation


def policy() -> lifecycle.Policy:
    return lifecycle.Policy(
        grace=settings.GRACE_SECONDS,
        stale_after=settings.STALE_AFTER_SECONDS,
        offline_after=settings.OFFLINE_AFTER_SECONDS,
        heartbeat_timeout=settings.HEARTBEAT_TIMEOUT_SECONDS,
    )


def group_of(session_id: uuid.UUID) -> str:
    """The channel-layer group of a session's own sockets."""
    return f"session.{session_id.hex}"


def new_seed() -> str:
    return secrets.token_hex(16)


class TestSession(models.Model):
    """One sitting of one assessment by one candidate. Times are the server's alone."""

    __test__ = False  # not a pytest class

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="sessions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sessions")
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    continues = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    status = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Status], default=Status.INVITED.value)
    duration_minutes = models.PositiveIntegerField()
    time_multiplier = models.FloatField(default=1.0)
    hard_end_at = models.DateTimeField(null=True, blank=True)
    languages = models.JSONField(default=list, blank=True, help_text="pinned at the start; an empty list offers all")
    shows_afterwards = models.CharField(
        max_length=10,
        choices=Assessment.Shows.choices,
        default=Assessment.Shows.NOTHING.value,
        help_text="pinned at the start",
    )
    started_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    completion_method = models.CharField(max_length=20, blank=True, choices=[(m.value, m.value) for m in Method])
    finalised_at = models.DateTimeField(null=True, blank=True)
    last_heartbeat_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(null=True, blank=True)
    current_question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sections_completed = models.JSONField(default=list, blank=True)
    seed = models.CharField(max_length=32, default=new_seed, editable=False, help_text="of what was drawn and shuffled")
    pending_answers = models.JSONField(default=dict, blank=True, help_text="stored for the client, never graded")
    token_version = models.PositiveIntegerField(default=1)
    lease_holder = models.CharField(max_length=40, blank=True, help_text="client_id of the tab that holds the pen")
    lease_since = models.DateTimeField(null=True, blank=True)
    lease_seen_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True, help_text="moved by the sweeper and at the start only")
    score = models.FloatField(null=True, blank=True)
    max_score = models.FloatField(null=True, blank=True)
    result_ready_at = models.DateTimeField(null=True, blank=True)
    awaits_review = models.BooleanField(default=False, help_text="all is judged but what people have to score")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "test_session"
        ordering = ["-created_at", "id"]
        verbose_name = "session"
        indexes = [
            models.Index(fields=["next_check_at"], name="session_next_check", condition=Q(next_check_at__isnull=False)),
            models.Index(fields=["assessment", "status"], name="session_board"),
            models.Index(
                fields=["finalised_at"],
                name="session_unsettled",
                condition=Q(finalised_at__isnull=False, result_ready_at__isnull=True),
            ),
            models.Index(fields=["candidate", "-created_at"], name="session_by_candidate"),
            models.Index(fields=["-created_at", "id"], name="session_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "assessment"],
                condition=Q(finalised_at__isnull=True),
                name="session_one_open_per_assessment",
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="session_status_known"),
            models.CheckConstraint(
                condition=Q(status="invited", started_at__isnull=True)
                | (~Q(status="invited") & Q(started_at__isnull=False, deadline__isnull=False)),
                name="session_started_has_clock",
            ),
            models.CheckConstraint(
                condition=~Q(status="completed") | Q(finalised_at__isnull=False, ended_at__isnull=False),
                name="session_completed_is_final",
            ),
            models.CheckConstraint(
                condition=Q(completion_method__in=["", *(m.value for m in Method)]), name="session_method_known"
            ),
            models.CheckConstraint(
                condition=Q(shows_afterwards__in=Assessment.Shows.values), name="session_shows_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.assessment}"

    @property
    def sitting(self) -> Sitting:
        """The values that the rules work on."""
        return Sitting(
            status=Status(self.status),
            started_at=self.started_at,
            deadline=self.deadline,
            last_seen_at=self.last_seen_at,
            ended_at=self.ended_at,
            method=Method(self.completion_method) if self.completion_method else None,
            finalised_at=self.finalised_at,
        )

    @property
    def lease(self) -> Lease:
        return Lease(self.lease_holder, self.lease_since, self.lease_seen_at)

    @property
    def last_seen_at(self) -> Any:
        """The newest sign of life, a heartbeat or a write; None before the first."""
        seen = [moment for moment in (self.last_heartbeat_at, self.last_activity_at) if moment]
        return max(seen) if seen else None

    @property
    def group(self) -> str:
        """The channel-layer group that hears what concerns this session."""
        return group_of(self.id)

    @property
    def board_group(self) -> str:
        return f"board.{self.assessment_id.hex}"

    @property
    def tenant(self) -> str:
        """What the executor knows of us: who may share a container."""
        return f"candidate:{self.id.hex}"

    @property
    def practice_tenant(self) -> str:
        """The same of the practice question, whose runs no staff see."""
        return f"{PRIVATE}{self.id.hex}"
