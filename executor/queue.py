"""The queue's exit: claim a run, keep its lease, record its report once."""

import logging
from collections.abc import Collection, Iterable
from copy import copy
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from executor.core import sentences
from executor.core.job import Report
from executor.core.languages import LANGUAGES
from executor.core.verdicts import Verdict
from executor.events import EventSender
from executor.listening import tell_of_end, tell_of_work
from executor.models import Run
from executor.selectors import absent_languages
from executor.services import cases_of
from executor.statements import Written
from executor.stored import stored

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
AT_ONCE = 100  # expired leases that are looked at in one go


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.EXECUTOR_LEASE_SECONDS)


# One statement, so that nothing of it waits for another round trip. The states are written out: see turns.py.
CLAIM = """
UPDATE {{table}} SET state = 'running', fence = fence + 1, attempts = attempts + 1, worker = %s, lease_until = %s,
                     started_at = %s
WHERE state = 'queued' AND id = (
  SELECT id FROM {{table}} WHERE state = 'queued' AND language IN ({languages})
  ORDER BY priority, turn, created_at LIMIT 1 {locked}
)
RETURNING {{columns}}
"""
RECORD = """
UPDATE {table} SET state = %s, verdict = %s, sandbox = %s, report = %s, finished_at = %s, lease_until = %s
WHERE id = %s AND fence = %s AND state = 'running'
"""
FINISHED = ("state", "verdict", "sandbox", "report", "finished_at", "lease_until")
_record = Written(Run, RECORD, *FINISHED, "id", "fence")


@cache
def _claim(languages: int, vendor: str) -> Written[Run]:
    # Where there are row locks; elsewhere one statement at a time writes.
    locked = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    text = CLAIM.format(languages=", ".join(["%s"] * languages), locked=locked)
    return Written(Run, text, "worker", "lease_until", "started_at")


def claim(worker: str, languages: Collection[str] = tuple(LANGUAGES)) -> Run | None:
    """The next run in one of `languages`, leased to `worker` under a new fence; None where none is to be had."""
    if not languages:
        return None
    # SQLite: an UPDATE takes the write lock, and idle workers look often.
    if connection.vendor == "sqlite" and not Run.objects.filter(state=Run.State.QUEUED.value).exists():
        return None
    claimed = _claim(len(languages), connection.vendor).rows(worker, _lease_end(), timezone.now(), *languages)
    return claimed[0] if claimed else None


def _with(run: Run, values: dict[str, Any]) -> Run:
    """A copy of the row as it is after an UPDATE of these columns."""
    changed = copy(run)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def _held(run_id: UUID, fence: int) -> QuerySet[Run]:
    """The row while the claim with this fence holds; empty after."""
    return Run.objects.filter(id=run_id, fence=fence, state=Run.State.RUNNING.value)


def renew(claims: Iterable[tuple[UUID, int]]) -> None:
    """Keep the leases of runs (id, fence) that are being judged."""
    for run_id, fence in claims:
        _held(run_id, fence).update(lease_until=_lease_end())


def put_back(run: Run, *, counted: bool) -> bool:
    """Give a claimed run back. counted: the attempt counts (a fault of the box), else not (the sandbox was away)."""
    return _requeue(_held(run.id, run.fence), counted)


def _requeue(claimed: QuerySet[Run], counted: bool) -> bool:
    attempts = F("attempts") - (0 if counted else 1)
    again = claimed.update(state=Run.State.QUEUED.value, attempts=attempts, lease_until=None)
    if again:
        tell_of_work()
    return bool(again)


def record(run: Run, report: Report) -> bool:
    """Write a run's report, and what follows from it, in one transaction. False where the claim is no longer ours."""
    with transaction.atomic():
        values = {
            "state": Run.State.DONE.value,
            "verdict": report.verdict.value,
            "sandbox": report.sandbox,
            "report": stored(report),
            "finished_at": timezone.now(),
            "lease_until": None,
        }
        if not _record.change(*(values[name] for name in FINISHED), run.id, run.fence):
            log.warning("run %s was taken over; this report is dropped", run.id)
            return False
        import_string(settings.EXECUTOR_ON_FINISHED)(_with(run, values))
        tell_of_end(run.id)
    return True


def release_expired() -> int:
    """Give runs whose worker is gone to another; after the last attempt record our fault. Returns how many."""
    expired = Run.objects.filter(state=Run.State.RUNNING.value, lease_until__lt=timezone.now())
    return sum(_release(run) for run in expired.defer("source")[:AT_ONCE])


def give_up_absent() -> int:
    """Record as our fault what waited too long for a language that no worker has; staff can have it judged again.

    Too long: EXECUTOR_ABSENT_SECONDS in the queue, in all of which no worker had the language. Returns how many.
    """
    patience = timedelta(seconds=settings.EXECUTOR_ABSENT_SECONDS)
    absent = absent_languages() & absent_languages(within=patience)
    if not absent:
        return 0
    queued = Run.objects.filter(state=Run.State.QUEUED.value)
    old = queued.filter(language__in=absent, created_at__lt=timezone.now() - patience)
    return sum(_give_up(run) for run in old.order_by("created_at")[:AT_ONCE])


def _give_up(run: Run) -> bool:
    label = LANGUAGES[run.language].label
    log.warning("run %s waited in vain for a worker that has %s", run.id, label)
    claimed = {"state": Run.State.RUNNING.value, "fence": run.fence + 1, "lease_until": _lease_end()}
    if not Run.objects.filter(id=run.id, fence=run.fence, state=Run.State.QUEUED.value).update(**claimed):
        return False  # a worker came after all
    fault = f"for {settings.EXECUTOR_ABSENT_SECONDS} s no worker had {label}: start one that has, then judge again"
    return _record_fault(_with(run, claimed), Report(Verdict.INTERNAL_ERROR, message=sentences.INTERNAL, fault=fault))


def _release(run: Run) -> bool:
    log.warning("the lease of run %s ran out (worker %s, attempt %d)", run.id, run.worker, run.attempts)
    if run.attempts < MOST_ATTEMPTS:
        # A lease that was renewed since we read it stays.
        return _requeue(_held(run.id, run.fence).filter(lease_until=run.lease_until), counted=True)
    fault = f"its worker was lost {run.attempts} times, last {run.worker}: see that worker's log"
    report = Report(Verdict.INTERNAL_ERROR, message=sentences.INTERNAL, fault=fault)
    return _record_fault(run, report)


def _record_fault(run: Run, report: Report) -> bool:
    try:
        recorded = record(run, report)
    except Exception:  # what follows from a report is another app's: its fault must not stop the other runs
        log.exception("run %s could not be recorded as our fault", run.id)
        return False
    if recorded:
        EventSender(run, cases_of(run)).done(report)
    return recorded
