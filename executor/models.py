"""Run: a frozen job, its place in the queue and its report. CaseSet: test data, stored once.

No foreign key points upward: a run knows its tenant and its topic only as opaque words.
"""

import uuid

from django.db import models
from django.db.models import Q

PRIVATE = "private:"  # a tenant that begins so is shown to no staff


class CaseSet(models.Model):
    """The cases of a job, by the SHA-256 of their canonical form. Written once, never changed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField(help_text="zlib of the canonical JSON list of cases")
    count = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField(help_text="inputs and expected outputs, uncompressed")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.count} cases {self.sha256[:12]}"


class Run(models.Model):
    """One job: queued, leased by a worker, done with a report. The row is the truth; events only repaint."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"

    class Priority(models.IntegerChoices):
        SUBMIT = 10
        RUN = 20
        REGRADE = 30

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.CharField(max_length=80, help_text="who may share a container with it")
    topic = models.CharField(max_length=90, blank=True, help_text="the channel-layer group that hears its events")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.RUN.value)
    turn = models.PositiveBigIntegerField(default=0, help_text="its place among the tenants: see services.enqueue")
    language = models.CharField(max_length=20)
    source = models.TextField()
    case_set = models.ForeignKey(CaseSet, on_delete=models.PROTECT, related_name="+")
    limits = models.JSONField()
    checker = models.JSONField()
    stop_at_first_failure = models.BooleanField(default=False)

    copy_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED.value)
    verdict = models.CharField(max_length=20, blank=True)
    sandbox = models.CharField(max_length=20, blank=True, help_text="that judged it")
    report = models.JSONField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0, help_text="raised at each claim: an older claim cannot record")
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["priority", "turn", "created_at"], name="run_queue", condition=Q(state="queued")),
            models.Index(fields=["priority", "turn"], name="run_turns"),
            models.Index(fields=["lease_until"], name="run_lease", condition=Q(state="running")),
            models.Index(fields=["-created_at"], name="run_newest"),
            models.Index(fields=["tenant", "state"], name="run_by_tenant"),
            models.Index(fields=["verdict"], name="run_by_verdict"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["queued", "running", "done"]), name="run_state_known"),
            models.CheckConstraint(condition=Q(priority__in=[10, 20, 30]), name="run_priority_known"),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False, report__isnull=False)
                | (~Q(state="done") & Q(finished_at__isnull=True)),
                name="run_done_has_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.verdict or self.state} {str(self.id)[:8]}"


class WorkerBeat(models.Model):
    """What a process that runs code said of itself, and when. Older than half a minute: it is gone."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()
    sandbox = models.CharField(max_length=20, blank=True, help_text="empty: it cannot run code, `reason` says why")
    languages = models.JSONField(default=dict, help_text="language → version")
    protections = models.JSONField(default=dict)
    slots = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="worker_newest")]

    def __str__(self) -> str:
        return f"{self.name}: {self.sandbox or self.reason}"
