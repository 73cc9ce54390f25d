"""The shapes of the API's answers for the OpenAPI document; tests hold the answers against it."""

from typing import Any

from rest_framework import serializers as s

from executor.core.languages import LANGUAGES
from executor.core.verdicts import Verdict
from questions.models import Kind
from sessions.lifecycle import Status

Shape = s.Serializer[Any]
STATUSES = [status.value for status in Status]
RUN_STATES = ["queued", "running", "done"]
SHOWS = ["nothing", "score", "verdicts"]
VERDICTS = [verdict.value for verdict in Verdict]


class Clock(Shape):
    server_now = s.DateTimeField()
    deadline = s.DateTimeField(allow_null=True)
    status = s.ChoiceField(choices=STATUSES)


class SessionShape(Clock):
    session_id = s.UUIDField()
    candidate_id = s.CharField()
    assessment_id = s.UUIDField()
    test_start_time = s.DateTimeField(allow_null=True)
    test_duration_minutes = s.IntegerField()
    last_heartbeat = s.DateTimeField(allow_null=True)
    last_activity = s.DateTimeField(allow_null=True)
    sections_completed = s.ListField(child=s.JSONField())
    pending_answers = s.DictField()
    completion_method = s.CharField(allow_null=True)
    completed_at = s.DateTimeField(allow_null=True)


class StartedShape(SessionShape):
    token = s.CharField(help_text="what the candidate sends as Authorization: Bearer")
    url = s.CharField(help_text="where the candidate goes on in a browser")


class SessionAnswer(Shape):
    success = s.BooleanField()
    session = SessionShape()


class StartedAnswer(Shape):
    success = s.BooleanField()
    session = StartedShape()


class SessionList(Shape):
    success = s.BooleanField()
    sessions = SessionShape(many=True)
    next = s.CharField(allow_null=True)


class HeartbeatAnswer(Clock):
    success = s.BooleanField()
    last_heartbeat = s.DateTimeField()


class ActivityAnswer(Clock):
    success = s.BooleanField()
    last_activity = s.DateTimeField()


class ProgressAnswer(Clock):
    success = s.BooleanField()
    sections_completed = s.ListField(child=s.JSONField())
    pending_answers = s.DictField()


class CompletedAnswer(Clock):
    success = s.BooleanField()
    completed_at = s.DateTimeField()
    completion_method = s.CharField()


class AbandonedAnswer(Clock):
    success = s.BooleanField()


class SignalsAnswer(Clock):
    success = s.BooleanField()
    kept = s.IntegerField(help_text="how many were new")


class LeaseAnswer(Clock):
    success = s.BooleanField()
    holder = s.CharField(allow_blank=True)
    since = s.DateTimeField(allow_null=True)


class DraftAnswer(Clock):
    success = s.BooleanField()
    rev = s.IntegerField()
    saved_at = s.DateTimeField()


class MarkAnswer(Clock):
    success = s.BooleanField()
    marked = s.BooleanField()


class DraftShape(Shape):
    language = s.CharField()
    code = s.CharField(allow_blank=True)
    rev = s.IntegerField()
    saved_at = s.DateTimeField()


class SampleShape(Shape):
    name = s.CharField(allow_blank=True)
    input = s.CharField(allow_blank=True)
    expected_output = s.CharField(allow_blank=True)


class ShortSubmission(Shape):
    id = s.UUIDField()
    run_id = s.UUIDField()
    language = s.CharField()
    received_at = s.DateTimeField()
    verdict = s.ChoiceField(choices=["", *VERDICTS], help_text="empty while it is being judged")
    passed = s.IntegerField(allow_null=True)
    total = s.IntegerField(allow_null=True)


class SnapshotSubmission(ShortSubmission):
    counts = s.BooleanField(help_text="the best one so far; after the end only where verdicts are shown")


class OfferedChoice(Shape):
    id = s.UUIDField()
    text = s.CharField()


class SnapshotQuestion(Shape):
    id = s.UUIDField()
    kind = s.ChoiceField(choices=Kind.values)
    order = s.IntegerField()
    section = s.CharField(allow_blank=True)
    title = s.CharField()
    difficulty = s.CharField()
    weight = s.FloatField()
    statement_html = s.CharField(help_text="sanitised")
    cpu_seconds = s.FloatField()
    memory_mib = s.IntegerField()
    languages = s.ListField(child=s.ChoiceField(choices=list(LANGUAGES)))
    choices = OfferedChoice(many=True, help_text="in the order in which they are shown")
    marked = s.BooleanField(help_text="by the candidate, to come back to")
    starter = s.DictField(child=s.CharField())
    samples = SampleShape(many=True)
    tests = s.IntegerField()
    drafts = DraftShape(many=True)
    submissions = SnapshotSubmission(many=True)
    state = s.ChoiceField(choices=["untouched", "tried", "submitted", "answered"])


class SnapshotAnswer(Clock):
    session_id = s.UUIDField()
    candidate_id = s.CharField()
    candidate_name = s.CharField()
    assessment_title = s.CharField()
    started_at = s.DateTimeField(allow_null=True)
    completed_at = s.DateTimeField(allow_null=True)
    last_event = s.IntegerField(help_text="of what staff said and gave")
    sections_completed = s.ListField(child=s.CharField(), help_text="the parts that the candidate has handed in")
    questions = SnapshotQuestion(many=True)


class CandidateShape(Shape):
    candidate_id = s.CharField()
    name = s.CharField()
    email = s.CharField(allow_blank=True)
    created_at = s.DateTimeField()


class CandidateAnswer(Shape):
    success = s.BooleanField()
    candidate = CandidateShape()


class CandidateList(Shape):
    success = s.BooleanField()
    candidates = CandidateShape(many=True)
    next = s.CharField(allow_null=True)


class InvitationShape(Shape):
    id = s.UUIDField()
    candidate_id = s.CharField()
    assessment_id = s.UUIDField()
    url = s.CharField(help_text="the link to send to the candidate")
    time_multiplier = s.FloatField()
    expires_at = s.DateTimeField(allow_null=True)
    revoked_at = s.DateTimeField(allow_null=True)
    opened_at = s.DateTimeField(allow_null=True)
    created_at = s.DateTimeField()
    session_id = s.UUIDField(allow_null=True)
    session_status = s.ChoiceField(choices=STATUSES, allow_null=True)


class InvitationAnswer(Shape):
    success = s.BooleanField()
    invitation = InvitationShape()


class InvitationList(Shape):
    success = s.BooleanField()
    invitations = InvitationShape(many=True)
    next = s.CharField(allow_null=True)


class TestEventShape(Shape):
    """One test of a run. The fields after `message` are there for samples and own input only."""

    __test__ = False

    index = s.IntegerField()
    sample = s.BooleanField()
    verdict = s.ChoiceField(choices=VERDICTS)
    cpu_ms = s.IntegerField()
    memory_kib = s.IntegerField()
    message = s.CharField(allow_blank=True)
    stdout = s.CharField(required=False, allow_null=True)
    stderr = s.CharField(required=False, allow_null=True)
    exit_code = s.IntegerField(required=False, allow_null=True)
    signal = s.CharField(required=False, allow_null=True)


class CompileShape(Shape):
    state = s.ChoiceField(choices=["started", "ok", "failed"])
    output = s.CharField(allow_blank=True)


class DoneShape(Shape):
    verdict = s.ChoiceField(choices=VERDICTS)
    message = s.CharField(allow_blank=True)
    passed = s.IntegerField()
    total = s.IntegerField()


class RunShape(Shape):
    type = s.CharField()
    run_id = s.UUIDField()
    seq = s.IntegerField()
    state = s.ChoiceField(choices=RUN_STATES)
    compile = CompileShape(required=False)
    tests = TestEventShape(many=True)
    total = s.IntegerField()
    note = s.CharField(required=False)
    done = DoneShape(required=False)


class RunAnswer(Shape):
    success = s.BooleanField()
    run = RunShape()


class RunStarted(Shape):
    success = s.BooleanField()
    run_id = s.UUIDField()


class SubmissionShape(ShortSubmission):
    session_id = s.UUIDField()
    candidate_id = s.CharField()
    question_id = s.UUIDField()
    origin = s.ChoiceField(choices=["candidate", "draft"])
    late_by_ms = s.IntegerField()
    state = s.ChoiceField(choices=RUN_STATES)
    judged_at = s.DateTimeField(allow_null=True)
    points = s.FloatField(required=False, allow_null=True, help_text="keys and staff only")
    max_points = s.FloatField(required=False, allow_null=True, help_text="keys and staff only")


class RunMetadata(Shape):
    """How and where it was judged."""

    language = s.CharField()
    execution_time_ms = s.IntegerField()
    compile_time_ms = s.IntegerField()
    compile_cached = s.BooleanField(help_text="the same code was compiled before, and its artifact was kept")
    cpu_time_ms = s.IntegerField()
    queue_time_ms = s.IntegerField()
    container_id = s.CharField(allow_blank=True)
    sandbox = s.CharField(allow_blank=True)
    replica = s.CharField(allow_blank=True, help_text="the worker")
    attempts = s.IntegerField(help_text="more than one after a fault of ours")
    cpu_usage_percent = s.FloatField(help_text="of one core")
    memory_usage_bytes = s.IntegerField(help_text="the largest test's peak")


class FullSubmission(SubmissionShape):
    code = s.CharField()
    run = RunShape()
    metadata = RunMetadata(required=False, allow_null=True, help_text="keys and staff only; null until it is judged")


class SubmissionAnswer(Shape):
    success = s.BooleanField()
    submission = FullSubmission()


class SubmissionList(Shape):
    success = s.BooleanField()
    submissions = SubmissionShape(many=True)
    next = s.CharField(allow_null=True)


class QuestionResult(Shape):
    question_id = s.UUIDField()
    title = s.CharField()
    version = s.IntegerField(required=False, help_text="not for candidates")
    kind = s.ChoiceField(choices=Kind.values)
    section = s.CharField(allow_blank=True)
    weight = s.FloatField(help_text="points for a full solution")
    score = s.FloatField(allow_null=True, help_text="of the best submission so far; null before the first is judged")
    passed = s.IntegerField(allow_null=True)
    total = s.IntegerField()
    submission_id = s.UUIDField(required=False, allow_null=True, help_text="the one that counts; not for candidates")
    verdict = s.ChoiceField(choices=VERDICTS, allow_null=True)
    language = s.CharField(allow_null=True)
    submissions = s.IntegerField()


class ResultShape(Shape):
    """score = Σ over questions of (points of passed tests ÷ all points × weight) of the best submission."""

    session_id = s.UUIDField()
    candidate_id = s.CharField()
    assessment_id = s.UUIDField(required=False)
    status = s.ChoiceField(choices=STATUSES)
    completion_method = s.CharField(required=False, allow_blank=True)
    started_at = s.DateTimeField(allow_null=True)
    completed_at = s.DateTimeField(allow_null=True)
    result = s.ChoiceField(
        choices=["pending", "ready"], required=False, help_text="pending until the session ended and all is judged"
    )
    score = s.FloatField(required=False, allow_null=True)
    max_score = s.FloatField(required=False, allow_null=True)
    questions = QuestionResult(many=True, required=False)
    shows = s.ChoiceField(choices=SHOWS, required=False, help_text="for a candidate: how much is shown")


class ResultAnswer(Shape):
    success = s.BooleanField()
    result = ResultShape()


class ResultList(Shape):
    success = s.BooleanField()
    results = ResultShape(many=True)
    next = s.CharField(allow_null=True)


class SummaryShape(Shape):
    total_tests = s.IntegerField()
    passed = s.IntegerField()
    failed = s.IntegerField()
    all_passed = s.BooleanField()


class ExecuteResult(Shape):
    test_id = s.JSONField(help_text="as it came; its place from 1 where it had none")
    passed = s.BooleanField()
    verdict = s.ChoiceField(choices=VERDICTS)
    output = s.CharField(allow_blank=True)
    expected_output = s.CharField(allow_null=True, allow_blank=True)
    error = s.CharField(allow_null=True, allow_blank=True)
    stderr = s.CharField(required=False, allow_blank=True)
    exit_code = s.IntegerField(required=False, allow_null=True)
    signal = s.CharField(required=False, allow_null=True)
    truncated = s.BooleanField(required=False)
    execution_time_ms = s.IntegerField(required=False)
    cpu_time_ms = s.IntegerField(required=False)
    memory_kib = s.IntegerField(required=False)


class ExecuteAnswer(Shape):
    success = s.BooleanField()
    execution_id = s.UUIDField()
    verdict = s.ChoiceField(choices=VERDICTS)
    summary = SummaryShape()
    results = ExecuteResult(many=True)
    metadata = RunMetadata()


class HealthAnswer(Shape):
    success = s.BooleanField()
    status = s.ChoiceField(choices=["ok", "unavailable"])
    ok = s.BooleanField()
    reason = s.CharField(allow_blank=True)
    sandbox = s.CharField(allow_blank=True)
    languages = s.DictField(child=s.CharField())
    protections = s.DictField()
    queued = s.IntegerField()
    waiting_for_language = s.DictField(child=s.IntegerField())
    running = s.IntegerField()
    workers = s.IntegerField()
    slots = s.IntegerField()
