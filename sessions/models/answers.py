"""What a sitting was given, and what its candidate wrote and handed in."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from executor.models import Run
from questions.models import Kind, Question, QuestionVersion
from sessions.models.sitting import TestSession


class SessionQuestion(models.Model):
    """A question as this session was given it: the version is pinned."""

    session = models.ForeignKey(TestSession, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField()
    weight = models.FloatField()
    choice_order = models.JSONField(
        default=list, blank=True, help_text="ids of its choices; empty: as they were written"
    )
    marked = models.BooleanField(default=False, help_text="by the candidate, to come back to")
    score = models.FloatField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True, help_text="scored by a person: a free text")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_comment = models.CharField(max_length=2000, blank=True)
    best = models.ForeignKey("Submission", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["session", "question"], name="session_question_unique"),
            models.UniqueConstraint(fields=["session", "order"], name="session_question_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.order + 1}. {self.version.title}"

    @property
    def choices(self) -> list[Any]:
        """The version's choices as this session is shown them: {id, text}."""
        return self.ordered(self.version.choices)

    def ordered(self, offered: list[Any]) -> list[Any]:
        if not self.choice_order:
            return offered
        return sorted(offered, key=lambda choice: self.choice_order.index(choice["id"]))

    @property
    def is_code(self) -> bool:
        return self.version.kind == Kind.CODE

    @property
    def answer(self) -> str:
        """What was last saved in time to a question that is not answered with a program."""
        saved = [draft for draft in self.drafts.all() if not draft.late]
        return max(saved, key=lambda draft: draft.saved_at).source if saved else ""

    @property
    def awaits_review(self) -> bool:
        """Whether a person has to say what its answer is worth."""
        return self.version.kind == Kind.TEXT and self.reviewed_at is None and bool(self.answer.strip())


class Draft(models.Model):
    """The newest text of one question in one language. `late`: received after the end, for staff, not graded."""

    entry = models.ForeignKey(SessionQuestion, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=20)
    source = models.TextField(blank=True)
    rev = models.PositiveIntegerField(default=1)
    client_id = models.CharField(max_length=40, blank=True, help_text="the tab that wrote it")
    client_seq = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField()
    late_by_ms = models.PositiveIntegerField(default=0)
    late = models.BooleanField(default=False)
    handed_in = models.BooleanField(default=False, help_text="a late one that was submitted, not only saved")

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "language", "late", "handed_in"], name="draft_of_kind_unique"),
            models.CheckConstraint(condition=Q(late=True) | Q(handed_in=False), name="draft_handed_in_is_late"),
        ]

    def __str__(self) -> str:
        return f"{self.language} draft, revision {self.rev}"


class DraftEdit(models.Model):
    """One save of a draft, as what it changed; see services/history.py. `start` null: `inserted` is the whole text."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="edits")
    rev = models.PositiveIntegerField()
    at = models.DateTimeField()
    grew_from = models.PositiveIntegerField(null=True, help_text="the rev that the change is made to")
    start = models.PositiveIntegerField(null=True)
    removed = models.PositiveIntegerField(default=0)
    inserted = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "rev"], name="draft_edit_unique")]

    def __str__(self) -> str:
        return f"revision {self.rev}"


class Submission(models.Model):
    """An answer that counts: judged on the version's own tests."""

    class Origin(models.TextChoices):
        CANDIDATE = "candidate"
        DRAFT = "draft", "last draft, at the end"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TestSession, on_delete=models.CASCADE, related_name="submissions")
    entry = models.ForeignKey(SessionQuestion, on_delete=models.CASCADE, related_name="submissions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=20)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.CANDIDATE.value)
    received_at = models.DateTimeField()
    late_by_ms = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=20, blank=True, help_text="empty while it is being judged")
    points = models.FloatField(null=True, blank=True, help_text="points of passed tests")
    max_points = models.FloatField(null=True, blank=True)
    passed = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "id"]
        indexes = [
            models.Index(fields=["session", "-received_at"], name="submission_by_session"),
            models.Index(fields=["-received_at", "id"], name="submission_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="submission_points_not_negative"
            ),
            models.CheckConstraint(condition=Q(origin__in=["candidate", "draft"]), name="submission_origin_known"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} in {self.language}: {self.verdict or 'being judged'}"
