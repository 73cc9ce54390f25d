"""Who sits a test, and when. A status is written by services alone, from what `lifecycle.after()` says."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from executor.models import PRIVATE, Run
from questions.models import Assessment, Kind, Question, QuestionVersion
from sessions import lifecycle
from sessions.lease import Lease
from sessions.lifecycle import Method, Sitting, Status


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


def new_candidate_id() -> str:
    return str(uuid.uuid4())


def new_seed() -> str:
    return secrets.token_hex(16)


class ApiKey(models.Model):
    """An integrator's key: a public prefix and the SHA-256 of a 256-bit secret that is shown once."""

    SCOPES = ("questions:read", "questions:write", "candidates", "sessions", "results", "execute")

    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, editable=False)
    secret_sha256 = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list, help_text=f"A list of: {', '.join(SCOPES)}")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "API key"
        constraints = [models.UniqueConstraint(fields=["prefix"], name="apikey_prefix_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


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


class SessionEvent(models.Model):
    """What happened in a session, in order: the audit and the timeline. Appended, never changed."""

    session = models.ForeignKey(TestSession, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["session", "id"], name="event_by_session")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.kind}"


class IdempotencyKey(models.Model):
    """The answer once given to a POST that creates, given again to whoever repeats it."""

    principal = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64, help_text="of method, path and body")
    status = models.PositiveSmallIntegerField(null=True, help_text="null while the first request is under way")
    body = models.BinaryField(default=b"")
    content_type = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "key"], name="idempotency_key_unique")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.principal} {self.key}"
