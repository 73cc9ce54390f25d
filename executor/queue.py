"""The queue's exit: claim a run, keep its lease, record its report once."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from executor.core import sentences
from executor.core.job import Report
from executor.core.verdicts import Verdict
from executor.models import Run
from executor.services import announce_done, announce_work

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3


def _lease_end() -> object:
    return timezone.now() + timedelta(seconds=settings.EXECUTOR_LEASE_SECONDS)


def claim(worker: str) -> Run | None:
    """The next run, leased to `worker` under a new fence; None where nothing waits (or another was quicker)."""
    with transaction.atomic():
        # SKIP LOCKED where there are row locks; the conditional UPDATE decides everywhere.
        waiting = Run.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=Run.State.QUEUED.value)
        run = waiting.order_by("priority", "created_at").first()
        if run is None:
            return None
        won = Run.objects.filter(id=run.id, state=Run.State.QUEUED.value, fence=run.fence).update(
            state=Run.State.RUNNING.value,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            worker=worker,
            lease_until=_lease_end(),
            started_at=timezone.now(),
        )
    return Run.objects.select_related("case_set").get(id=run.id) if won else None


def renew(claims: Iterable[tuple[UUID, int]]) -> None:
    """Keep the leases of runs (id, fence) that are being judged."""
    for run_id, fence in claims:
        Run.objects.filter(id=run_id, fence=fence, state=Run.State.RUNNING.value).update(lease_until=_lease_end())


def put_back(run: Run, *, counted: bool) -> None:
    """Give a claimed run back. counted: the attempt counts (a fault of the box), else not (the sandbox was away)."""
    again = Run.objects.filter(id=run.id, fence=run.fence, state=Run.State.RUNNING.value)
    again.update(state=Run.State.QUEUED.value, attempts=F("attempts") - (0 if counted else 1), lease_until=None)
    transaction.on_commit(announce_work)


def record(run: Run, report: Report) -> bool:
    """Write a run's report, and what follows from it, in one transaction. False where the claim is no longer ours."""
    with transaction.atomic():
        row = Run.objects.select_for_update().filter(id=run.id, fence=run.fence, state=Run.State.RUNNING.value).first()
        if row is None:
            log.warning("run %s was taken over; this report is dropped", run.id)
            return False
        row.state, row.verdict, row.report = Run.State.DONE.value, report.verdict.value, report.to_json()
        row.finished_at, row.lease_until = timezone.now(), None
        row.save(update_fields=["state", "verdict", "report", "finished_at", "lease_until"])
        import_string(settings.EXECUTOR_ON_FINISHED)(row)
        transaction.on_commit(announce_done)
    return True


def release_expired() -> int:
    """Give runs whose worker has gone to another; after the last attempt record our fault. Returns how many."""
    expired = Run.objects.filter(state=Run.State.RUNNING.value, lease_until__lt=timezone.now())
    runs = list(expired[:100])
    for run in runs:
        log.warning("the lease of run %s ran out (worker %s, attempt %d)", run.id, run.worker, run.attempts)
        if run.attempts >= MOST_ATTEMPTS:
            fault = f"its worker was lost {run.attempts} times, last {run.worker}"
            record(run, Report(Verdict.INTERNAL_ERROR, message=sentences.INTERNAL, fault=fault))
        else:
            put_back(run, counted=True)
    return len(runs)
