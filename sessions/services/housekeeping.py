"""Once an hour, beside the sweep: what nobody will read any more goes. Twice at once is harmless."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from executor.models import Run
from executor.purging import purge_case_sets, purge_queued, purge_runs
from sessions.services import history

log = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
FIRST = timedelta(minutes=5)  # after a start there is more urgent work
TRIED_KEPT = timedelta(days=1)  # as long as an idempotency key may ask for its answer again
OF_A_TEST = "candidate:"  # the tenants of sessions: what a candidate tried in the test is kept with it


def tidy(*, now: datetime) -> None:
    """Forget practice and playground runs, test data that nothing names, and edit histories that are old enough."""
    runs = purge_runs(tried(before=now - TRIED_KEPT)) + purge_queued(never_begun(before=now - TRIED_KEPT))
    case_sets = purge_case_sets(before=now - TRIED_KEPT)
    edits = history.purge(before=history.kept_until(now, settings.EDIT_HISTORY_DAYS))
    if runs or case_sets or edits:
        log.info("tidied: %d tried runs, %d case sets, %d edits", runs, case_sets, edits)


def tried(*, before: datetime) -> QuerySet[Run]:
    """Runs of the practice question and of the playground that were over before."""
    return _trials().filter(finished_at__lt=before)


def never_begun(*, before: datetime) -> QuerySet[Run]:
    """The same of those that were asked for before and that no worker took: nobody waits for them any more."""
    return _trials().filter(created_at__lt=before)


def _trials() -> QuerySet[Run]:
    return Run.objects.filter(priority=Run.Priority.RUN.value).exclude(tenant__startswith=OF_A_TEST)
