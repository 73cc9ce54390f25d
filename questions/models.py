"""What is asked. A Question is the working copy that recruiters edit; a QuestionVersion is frozen and pinned."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from executor.core.languages import LANGUAGES

LANGUAGE_CHOICES = [(row.name, row.label) for row in LANGUAGES.values()]
CHECKERS = ["lines", "exact", "tokens", "float", "unordered", "custom"]


def default_cpu_seconds() -> float:
    return float(settings.TIMEOUT_SECONDS)


def default_memory_mib() -> int:
    return int(settings.MEMORY_LIMIT_MB)


class Kind(models.TextChoices):
    """How a question is answered. Only programs are run; the other kinds are answered on the page itself."""

    CODE = "code", "a program"
    SINGLE = "single", "a choice, one right answer"
    MULTIPLE = "multiple", "a choice, several right answers"
    SHORT = "short", "a short text"
    TEXT = "text", "a free text, which people score"


class Difficulty(models.TextChoices):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class QuestionContent(models.Model):
    """What a question says and allows: shared by the working copy and its frozen versions."""

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CODE.value)
    title = models.CharField(max_length=200)
    statement = models.TextField(help_text="Markdown. Samples are shown from the test cases.")
    case_matters = models.BooleanField(default=False, help_text="short text: A is not a")
    partial_credit = models.BooleanField(default=False, help_text="choice of several: a part of them scores a part")
    difficulty = models.CharField(max_length=10, choices=Difficulty.choices, default=Difficulty.EASY.value)
    tags = models.JSONField(default=list, blank=True, help_text='A list of words: ["graphs", "strings"]')
    languages = models.JSONField(default=list, blank=True, help_text="Languages offered; an empty list offers all")
    cpu_seconds = models.FloatField(
        default=default_cpu_seconds, validators=[MinValueValidator(0.1), MaxValueValidator(60)]
    )
    memory_mib = models.PositiveIntegerField(
        default=default_memory_mib, validators=[MinValueValidator(16), MaxValueValidator(4096)]
    )
    output_kib = models.PositiveIntegerField(
        default=1024, validators=[MinValueValidator(1), MaxValueValidator(16 * 1024)]
    )
    multipliers = models.JSONField(default=dict, blank=True, help_text='CPU time by language: {"python": 2.0}')
    checker = models.CharField(max_length=20, choices=[(name, name) for name in CHECKERS], default="lines")
    checker_options = models.JSONField(
        default=dict,
        blank=True,
        help_text='float: {"absolute": 1e-6, "relative": 1e-6}; custom: {"source": a Python program}',
    )
    stop_at_first_failure = models.BooleanField(default=False)

    class Meta:
        abstract = True


CONTENT_FIELDS = [field.name for field in QuestionContent._meta.local_fields]


class Question(QuestionContent):
    """The working copy. Nothing that a candidate sees changes until it is published as a version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    legacy_id = models.IntegerField(null=True, blank=True, editable=False, help_text="id in the older table")
    slug = models.SlugField(max_length=80, db_index=False)
    accepted_answers = models.JSONField(default=list, blank=True, help_text="short text: each that is right")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "coding_question_bank"
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="question_slug_unique"),
            models.UniqueConstraint(fields=["legacy_id"], name="question_legacy_id_unique"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="question_kind_known"),
            models.CheckConstraint(condition=Q(difficulty__in=Difficulty.values), name="question_difficulty_known"),
            models.CheckConstraint(condition=Q(checker__in=CHECKERS), name="question_checker_known"),
            models.CheckConstraint(
                condition=Q(cpu_seconds__gt=0, memory_mib__gte=16, output_kib__gte=1), name="question_limits_sane"
            ),
        ]
        indexes = [models.Index(fields=["difficulty"], name="question_difficulty")]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> "QuestionVersion | None":
        """The newest published version: what a session that starts now is given."""
        return self.versions.filter(state=QuestionVersion.State.PUBLISHED).order_by("-number").first()


class QuestionVersion(QuestionContent):
    """A question as it was at one moment. Sessions pin it; its tests are the case set of the executor."""

    class State(models.TextChoices):
        DRAFT = "draft"  # frozen, waiting for its reference solutions to be run
        PUBLISHED = "published"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT.value)
    case_set = models.ForeignKey("executor.CaseSet", on_delete=models.PROTECT, related_name="+")
    cases = models.JSONField(
        help_text="[{id, name, sample, points}] in order; samples also have input and expected_output"
    )
    starter = models.JSONField(default=dict, help_text="language → code")
    choices = models.JSONField(default=list, help_text="[{id, text}] in order; nothing here tells which are right")
    answer_key = models.JSONField(default=dict, help_text="{right: [id]} or {accepted: [text]}; never for candidates")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_unique"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="version_kind_known"),
            models.CheckConstraint(condition=Q(difficulty__in=Difficulty.values), name="version_difficulty_known"),
            models.CheckConstraint(condition=Q(checker__in=CHECKERS), name="version_checker_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_positive"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="version_published_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    @property
    def samples(self) -> list[dict[str, Any]]:
        return [case for case in self.cases if case["sample"]]


class TestCase(models.Model):
    """One test of the working copy. Samples are shown to candidates; hidden ones have no way out to them."""

    __test__ = False  # not a pytest class

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="test_cases")
    name = models.CharField(max_length=100, blank=True)
    input = models.TextField(blank=True)
    expected_output = models.TextField(blank=True)
    sample = models.BooleanField(default=False, help_text="shown to candidates")
    points = models.FloatField(default=1.0, validators=[MinValueValidator(0)], help_text="samples usually carry 0")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(fields=["question", "order"], name="case_by_question")]
        constraints = [models.CheckConstraint(condition=Q(points__gte=0), name="case_points_not_negative")]

    def __str__(self) -> str:
        return f"{'sample' if self.sample else 'test'} {self.name or self.order}"


class Choice(models.Model):
    """One of the answers that a question of choice offers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(max_length=1000)
    right = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class StarterCode(models.Model):
    """What the editor shows first, by language."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="starter_codes")
    language = models.CharField(max_length=20, choices=LANGUAGE_CHOICES)
    code = models.TextField(blank=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="starter_language_unique"),
            models.CheckConstraint(condition=Q(language__in=list(LANGUAGES)), name="starter_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.language} starter"


class ReferenceSolution(models.Model):
    """A solution with a known outcome: accepted ones must pass every test, wrong and slow ones must not."""

    class Expectation(models.TextChoices):
        ACCEPTED = "accepted"
        WRONG = "wrong"
        SLOW = "slow"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reference_solutions")
    language = models.CharField(max_length=20, choices=LANGUAGE_CHOICES)
    expectation = models.CharField(max_length=10, choices=Expectation.choices, default=Expectation.ACCEPTED.value)
    source = models.TextField()

    class Meta:
        ordering = ["expectation", "language"]
        constraints = [
            models.UniqueConstraint(fields=["question", "language", "expectation"], name="reference_unique"),
            models.CheckConstraint(
                condition=Q(expectation__in=["accepted", "wrong", "slow"]), name="reference_expectation_known"
            ),
            models.CheckConstraint(condition=Q(language__in=list(LANGUAGES)), name="reference_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.expectation} in {self.language}"


class Assessment(models.Model):
    """A timed test: sections of questions, how long it takes, and when it may be started."""

    class Shows(models.TextChoices):
        NOTHING = "nothing", "a receipt only"
        SCORE = "score", "the score"
        VERDICTS = "verdicts", "the score and each test's verdict"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, db_index=False)
    title = models.CharField(max_length=200)
    instructions = models.TextField(blank=True, help_text="Markdown, shown before the start")
    duration_minutes = models.PositiveIntegerField(
        default=60, validators=[MinValueValidator(1), MaxValueValidator(24 * 60)]
    )
    languages = models.JSONField(default=list, blank=True, help_text="Languages offered; an empty list offers all")
    opens_at = models.DateTimeField(null=True, blank=True, help_text="earliest start")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="latest start")
    hard_end_at = models.DateTimeField(null=True, blank=True, help_text="every session ends here, whenever it started")
    shows_afterwards = models.CharField(max_length=10, choices=Shows.choices, default=Shows.NOTHING.value)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="assessment_slug_unique"),
            models.CheckConstraint(
                condition=Q(shows_afterwards__in=["nothing", "score", "verdicts"]), name="assessment_shows_known"
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1, duration_minutes__lte=1440), name="assessment_duration_sane"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(opens_at__lt=models.F("closes_at")),
                name="assessment_window_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A part of an assessment, in order."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=200, default="Questions")
    order = models.PositiveIntegerField(default=0)
    draw = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="so many of the questions listed here, others for each candidate; empty gives all of them",
    )
    shuffle_questions = models.BooleanField(default=False, help_text="another order for each candidate")
    shuffle_choices = models.BooleanField(default=False, help_text="the choices of each question, too")

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Pool(models.Model):
    """So many published questions of a tag and a difficulty, drawn anew for each candidate."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="pools")
    draw = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)])
    tag = models.CharField(max_length=40, blank=True, help_text="empty: any")
    difficulty = models.CharField(max_length=10, blank=True, choices=Difficulty.choices, help_text="empty: any")
    weight = models.FloatField(default=100.0, validators=[MinValueValidator(0)], help_text="points for each of them")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(difficulty__in=["", *Difficulty.values]), name="pool_difficulty_known"),
            models.CheckConstraint(condition=Q(draw__gte=1, weight__gte=0), name="pool_draws_something"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.draw), self.difficulty, self.tag])) + " drawn"


class SectionQuestion(models.Model):
    """A fixed question of a section, with what it is worth there."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="entries")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField(default=100.0, validators=[MinValueValidator(0)], help_text="points for a full solution")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["section", "question"], name="section_question_unique"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="section_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.weight:g} points)"
