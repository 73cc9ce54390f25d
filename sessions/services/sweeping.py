"""The sweeper: applies what time alone changes. One unit is one session; it may run in several places at once."""

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from executor.core.verdicts import Verdict
from sessions import lifecycle
from sessions.lifecycle import Event
from sessions.models import Submission, TestSession, policy
from sessions.services import housekeeping, outages
from sessions.services.scoring import settle
from sessions.services.transition import locked, transition

log = logging.getLogger(__name__)
# A write that came in time may still wait for the database, as long as a connection lets it: it goes first (rule 3).
# Should one be overtaken all the same it counts, by its receipt time (services/receiving.py).
LAG = timedelta(seconds=settings.DATABASE_WAIT_SECONDS + 5)
BATCH = 200


def sweep(*, now: datetime) -> int:
    """Apply time to every session that is due, and settle those whose result is pending. Returns how many changed."""
    if outages.away(now=now):
        return 0  # nobody can save: first what that took is given back, then comes the sweep
    outages.give_back(now=now)
    found = TestSession.objects.filter(next_check_at__lte=now - LAG).exclude(outages.held_back(now=now))
    due = found.values_list("id", flat=True)
    changed = sum(_sweep_one(session_id, now) for session_id in list(due[:BATCH]))
    # One that waits for a verdict is settled when that comes: it must not keep others out of the batch for ever.
    awaited = Submission.objects.filter(session=OuterRef("pk")).filter(
        Q(judged_at__isnull=True) | Q(verdict=Verdict.INTERNAL_ERROR.value)
    )
    pending = TestSession.objects.filter(
        ~Exists(awaited), finalised_at__isnull=False, result_ready_at__isnull=True, awaits_review=False
    )
    # In any order: those that wait for a language, which no worker has, keep nobody out either.
    for session_id in list(pending.order_by("?").values_list("id", flat=True)[:BATCH]):
        settle(session_id=session_id)
    return changed


def _sweep_one(session_id: object, now: datetime) -> bool:
    with transaction.atomic():
        session = locked(session_id)  # type: ignore[arg-type]
        before = session.sitting
        after = transition(session_id=session.id, event=Event.SWEEP, now=now - LAG)
        if after.sitting != before:
            return True
        # Nothing to change yet: the candidate was seen since. Only here does the indexed column move.
        upcoming = lifecycle.next_check_at(before, policy())
        TestSession.objects.filter(id=session.id).update(next_check_at=upcoming)
        return False


class Sweeper(threading.Thread):
    """`sweep` every SWEEP_EVERY_SECONDS, and `tidy` each hour, until stopped. What fails is logged and tried again."""

    def __init__(self, *, began: datetime | None = None) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._stopped = threading.Event()
        self._tidy_at = (began or timezone.now()) + housekeeping.FIRST

    def run(self) -> None:
        while not self._stopped.wait(settings.SWEEP_EVERY_SECONDS):
            close_old_connections()
            try:
                sweep(now=timezone.now())
                if self.tidies(timezone.now()):
                    housekeeping.tidy(now=timezone.now())
            except Exception:  # the sweeper's one boundary: a database that is away comes back
                log.exception("sweep failed; trying again")
            finally:
                close_old_connections()

    def tidies(self, now: datetime) -> bool:
        """Whether it is time again for `tidy`; once said, not again for an hour."""
        if now < self._tidy_at:
            return False
        self._tidy_at = now + housekeeping.EVERY
        return True

    def request_stop(self) -> None:
        self._stopped.set()

    def stop(self) -> None:
        self.request_stop()
        self.join(timeout=10)
