"""The front door: put a job into the queue, wait for it, keep its test data."""

import hashlib
import json
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from executor import selectors
from executor.core import checkers
from executor.core.job import Case, Checker, Job
from executor.core.languages import LANGUAGES, canonical
from executor.core.limits import MAX_CASE_BYTES, MAX_CASES, MAX_JOB_BYTES, MAX_SOURCE_BYTES, Limits
from executor.core.text import check_text
from executor.errors import Busy, Invalid, NotFound, TooLarge, Unavailable, Unprocessable
from executor.kept import Kept
from executor.listening import hears, tell_of_work
from executor.models import CaseSet, Run
from executor.statements import Statement
from executor.stored import flat
from executor.turns import before
from executor.waking import finished

UNDER_WAY = (Run.State.QUEUED.value, Run.State.RUNNING.value)
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.25  # seconds between two looks of who waits
HEARD_PAUSE = 2.0  # the same where he is told
MOST_DECODED = 32 << 20  # characters of inputs and expected outputs that stay ready


# --- test data --------------------------------------------------------------------------------------------


def store_case_set(cases: Sequence[Case]) -> CaseSet:
    """Keep cases under the SHA-256 of their canonical JSON; the same cases are stored once."""
    text = json.dumps([flat(case) for case in cases], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = text.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    known = CaseSet.objects.defer("content").filter(sha256=sha256).first()
    if known is not None:  # the usual case, in which nothing need be compressed
        return known
    facts = {"count": len(cases), "size_bytes": sum(_size(case) for case in cases)}
    return CaseSet.objects.get_or_create(sha256=sha256, defaults={"content": zlib.compress(content), **facts})[0]


def cases_in(case_set: CaseSet) -> tuple[Case, ...]:
    return tuple(Case(**case) for case in json.loads(zlib.decompress(bytes(case_set.content))))


_decoded = Kept[str, tuple[Case, ...]](
    lambda cases: sum(len(case.input) + len(case.expected or "") for case in cases), MOST_DECODED
)


def stored_cases(sha256: str) -> tuple[Case, ...]:
    """The cases of a case set. It never changes, and many runs name the same: those last used stay decoded."""
    return _decoded.get(sha256, lambda: cases_in(CaseSet.objects.get(sha256=sha256)))


def cases_of(run: Run) -> tuple[Case, ...]:
    return stored_cases(run.case_set_id)


def job_of(run: Run) -> Job:
    """The frozen job of a row."""
    return Job(
        language=run.language,
        source=run.source,
        cases=cases_of(run),
        limits=Limits.from_json(run.limits),
        checker=Checker(**run.checker),
        stop_at_first_failure=run.stop_at_first_failure,
        tenant=run.tenant,
    )


def _size(case: Case) -> int:
    return len(case.input.encode()) + len((case.expected or "").encode())


# --- the queue's entrance ---------------------------------------------------------------------------------


def check_job(job: Job, *, stored: bool = False) -> Job:
    """The job with canonical language and LF line ends. Raises Invalid or TooLarge, naming the field.

    stored: its cases come from a case set, where only checked ones are.
    """
    language = canonical(job.language)
    if language is None:
        known = ", ".join(LANGUAGES)
        raise Invalid("language", f"{job.language[:40]!r} is unknown; there are {known}", code="unknown_language")
    source = check_text("code", job.source, max_bytes=MAX_SOURCE_BYTES)
    if not source.strip():
        raise Invalid("code", "is empty: write a program first", code="blank")
    wrong = checkers.problem(job.checker)
    if wrong:
        raise Invalid("checker", wrong)
    return replace(job, language=language, source=source, cases=job.cases if stored else _checked(job.cases))


def _checked(cases: Sequence[Case]) -> tuple[Case, ...]:
    if not cases:
        raise Invalid("test_cases", "at least one is needed", code="empty")
    if len(cases) > MAX_CASES:
        raise TooLarge("test_cases", f"are {len(cases)}; at most {MAX_CASES} are taken", code="too_many")
    checked = []
    for index, case in enumerate(cases):
        given = check_text(f"test_cases.{index}.input", case.input, max_bytes=MAX_CASE_BYTES)
        wanted = case.expected
        if wanted is not None:
            wanted = check_text(f"test_cases.{index}.expected_output", wanted, max_bytes=MAX_CASE_BYTES)
        checked.append(replace(case, input=given, expected=wanted))
    total = sum(_size(case) for case in checked)
    if total > MAX_JOB_BYTES:
        message = f"are {total:,} bytes together; at most {MAX_JOB_BYTES:,} are taken"
        raise TooLarge("test_cases", message, code="too_large")
    return tuple(checked)


def enqueue(*, job: Job, priority: Run.Priority, topic: str = "", case_set: str = "") -> Run:
    """Write a run into the queue and, on commit, wake a worker.

    topic: the channel-layer group that hears its events. case_set: where the job's cases are stored already, so that
    megabytes of them need not be checked, written as JSON and hashed again. Runs go by priority, then fairly between
    tenants: a tenant's next run has its turn after the one before it, a newcomer's has it now.

    Raises Invalid, TooLarge, Unprocessable (a language that no worker has), Busy (queue or tenant is full), Unavailable
    (no worker can run code).
    """
    job = check_job(job, stored=bool(case_set))
    present, reason = selectors.offer()
    if reason:
        raise Unavailable(f"Code cannot run at the moment: {reason}")
    if job.language not in present:
        offered = ", ".join(present)
        raise Unprocessable(
            "language", f"{job.language} is not available here; there are {offered}", code="unavailable"
        )
    with transaction.atomic():
        run = Run.objects.create(
            tenant=job.tenant,
            topic=topic,
            priority=priority.value,
            turn=_place(job.tenant, priority),
            language=job.language,
            source=job.source,
            case_set_id=case_set or store_case_set(job.cases).pk,
            limits=job.limits.to_json(),
            checker=asdict(job.checker),
            stop_at_first_failure=job.stop_at_first_failure,
        )
        tell_of_work()
    return run


def _place(tenant: str, priority: Run.Priority) -> int:
    """The turn of the tenant's next run; Busy where queue or tenant have no room for one more.

    On PostgreSQL the tenant is locked until commit: else two at once could both see room.
    """
    if tenant and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"executor.tenant.{tenant}"])
    found = before(tenant=tenant, priority=priority.value)
    if found.queued >= settings.EXECUTOR_QUEUE_LIMIT:
        raise Busy(f"{found.queued} runs are waiting already. Try again shortly.", retry_after=10, queued=found.queued)
    if tenant and found.mine >= settings.EXECUTOR_TENANT_LIMIT:
        message = f"{found.mine} runs of yours are under way. Wait for one to end."
        raise Busy(message, retry_after=2, queued=found.queued)
    return found.turn


# --- afterwards -------------------------------------------------------------------------------------------


def wait(*, run_id: UUID, timeout: float) -> Run:
    """The run when it is done, or as it is after `timeout` seconds. NotFound. Gives its connection back meanwhile.

    Not to be called inside a transaction, which on SQLite would keep the worker from recording.
    """
    deadline, pause = time.monotonic() + timeout, FIRST_PAUSE
    told = False
    with finished.waiting(run_id) as done:
        while True:
            left = deadline - time.monotonic()
            if told or left <= 0 or _is_done(run_id):
                run = _whole(run_id)
                if run.state == Run.State.DONE.value or left <= 0:
                    return run
                done.clear()  # it was done, and is judged again
            if not connection.in_atomic_block:
                connection.close()
            told = done.wait(min(HEARD_PAUSE if hears() else pause, left))
            pause = min(pause * 1.5, LONGEST_PAUSE)


_run = Statement(lambda run_id: Run.objects.filter(id=run_id).order_by(), run_id=Run._meta.pk)
_state = Statement(
    lambda run_id: Run.objects.filter(id=run_id).order_by().values_list("state", flat=True), run_id=Run._meta.pk
)


def _whole(run_id: UUID) -> Run:
    """With its report. NotFound."""
    run = _run.first(run_id=run_id)
    if run is None:
        raise NotFound("There is no such run.")
    return run


def _is_done(run_id: UUID) -> bool:
    """Without its report, which may be large. NotFound."""
    state = _state.first(run_id=run_id)
    if state is None:
        raise NotFound("There is no such run.")
    return bool(state == Run.State.DONE.value)


def judge_again(*, run: Run) -> bool:
    """Put a finished run back into the queue, as it was frozen. False where it is not finished."""
    again = Run.objects.filter(id=run.id, state=Run.State.DONE.value).update(
        state=Run.State.QUEUED.value,
        priority=Run.Priority.REGRADE.value,
        turn=before(tenant=run.tenant, priority=Run.Priority.REGRADE.value).turn,
        attempts=0,
        verdict="",
        sandbox="",
        report=None,
        started_at=None,
        finished_at=None,
    )
    if again:
        tell_of_work()
    return bool(again)


def copy_run(*, run: Run, asked_by: str) -> Run:
    """Put the same frozen job into the queue as a run of its own, which nobody's score depends on."""
    tenant = f":staff:{asked_by}"[:80]  # not the candidate's: neither his box nor his bounds, and not his to read
    copied = ("language", "source", "limits", "checker", "stop_at_first_failure", "case_set_id")
    with transaction.atomic():
        made = Run.objects.create(
            copy_of=run,
            tenant=tenant,
            priority=Run.Priority.REGRADE.value,
            turn=before(tenant=tenant, priority=Run.Priority.REGRADE.value).turn,
            **{name: getattr(run, name) for name in copied},
        )
        tell_of_work()
    return made
