"""What is of no use any more goes: test data that nothing names, and runs that a caller knows to be done with."""

import logging
from datetime import datetime
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, ManyToOneRel, Model, OuterRef, QuerySet

from executor.models import CaseSet, Run

log = logging.getLogger(__name__)
AT_ONCE = 200
LOCK_WAIT = "2s"
Row = TypeVar("Row", bound=Model)


def unused_case_sets(*, before: datetime) -> QuerySet[CaseSet]:
    """Case sets made before, that no version and no run names."""
    return _unnamed(CaseSet.objects.filter(created_at__lt=before))


def purge_case_sets(*, before: datetime) -> int:
    """Remove `unused_case_sets`. Returns how many: fewer where something else reads the table for long."""
    unused, removed = unused_case_sets(before=before), 0
    try:
        while names := list(unused.values_list("pk", flat=True)[:AT_ONCE]):
            removed += _remove(unused.filter(pk__in=names))
    except OperationalError as busy:
        log.warning("test data is in use, by a backup perhaps: the rest is purged another time (%s)", busy)
    return removed


def purge_runs(runs: QuerySet[Run]) -> int:
    """Remove those of `runs` that are done and that nothing names, such as a submission. Returns how many."""
    unnamed, removed = _unnamed(runs.filter(state=Run.State.DONE.value)), 0
    while names := list(unnamed.values_list("pk", flat=True)[:AT_ONCE]):
        removed += Run.objects.filter(pk__in=names).only("pk").delete()[0]
    return removed


def purge_queued(runs: QuerySet[Run]) -> int:
    """Remove those of `runs` that no worker has begun and that nothing names. Returns how many."""
    unnamed, removed = _unnamed(runs.filter(state=Run.State.QUEUED.value)), 0
    while True:
        with transaction.atomic():  # one that a worker is just taking is left to it
            waiting = unnamed.select_for_update(skip_locked=True, of=("self",))
            names = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
            if not names:
                return removed
            removed += Run.objects.filter(pk__in=names, state=Run.State.QUEUED.value).only("pk").delete()[0]


def _unnamed(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those of the rows that no foreign key points to, whichever app it belongs to."""
    for link in rows.model._meta.get_fields(include_hidden=True):
        if isinstance(link, ManyToOneRel):
            naming = link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(naming))
    return rows


def _remove(unused: QuerySet[CaseSet]) -> int:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Waits for whoever has just found a case set and is about to name it; SQLite has one writer anyway.
            with connection.cursor() as cursor:
                # Behind us wait all who run something: we give up rather than wait for a backup with them.
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_WAIT])
                cursor.execute(
                    f"LOCK TABLE {connection.ops.quote_name(CaseSet._meta.db_table)} IN ACCESS EXCLUSIVE MODE"
                )
        names = list(unused.values_list("pk", flat=True))
        return CaseSet.objects.filter(pk__in=names).delete()[0]
