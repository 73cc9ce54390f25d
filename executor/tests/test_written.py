"""Statements that are written out read and write rows as Django's own queries do, on either database."""

from uuid import uuid4

import pytest
from django.db.models import Model
from django.utils import timezone

from executor import queue
from executor.core.job import Report
from executor.core.verdicts import Verdict
from executor.models import CaseSet, Run, WorkerBeat
from executor.statements import Written
from executor.tests.queueing import claimed, put

pytestmark = pytest.mark.django_db
ALL = "SELECT {columns} FROM {table}"


@pytest.fixture(autouse=True)
def nothing_follows(settings: object) -> None:
    settings.EXECUTOR_ON_FINISHED = "bench.queue_world.nothing_follows"  # type: ignore[attr-defined]


def state(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_rows_are_read_as_a_query_reads_them() -> None:
    run = claimed()
    assert queue.record(run, Report(Verdict.ACCEPTED, message="é 漢 \\ ' %s {columns}"))
    put(tenant="bob")
    WorkerBeat.objects.create(name="w", at=timezone.now(), languages={"python": "3"}, slots=2)
    for model in (Run, CaseSet, WorkerBeat):
        found = Written(model, ALL).rows()
        assert len(found) == model._default_manager.count() > 0
        for row in found:
            wanted = model._default_manager.get(pk=row.pk)
            assert [(name, type(value)) for name, value in state(row).items()] == [
                (name, type(value)) for name, value in state(wanted).items()
            ]
            assert (row, state(row), row._state.adding) == (wanted, state(wanted), False)


def test_a_row_that_was_read_can_be_saved() -> None:
    put()
    (run,) = Written(Run, ALL).rows()
    run.worker = "changed"
    run.save()
    assert Run.objects.get().worker == "changed"


def test_values_are_given_as_a_query_gives_them() -> None:
    run, now, report = put(), timezone.now(), {"text": "é \\ ' %s", "tests": [1, None, True]}
    text = "UPDATE {table} SET started_at = %s, limits = %s WHERE id = %s AND state IN (%s, %s)"
    changed = Written(Run, text, "started_at", "limits", "id")
    assert changed.change(now, report, run.id, "queued", "done") == 1
    found = Run.objects.get(started_at=now, limits=report)
    assert (found.id, found.started_at, found.limits) == (run.id, now, report)
    assert changed.change(now, {}, uuid4(), "queued", "done") == changed.change(now, {}, run.id, "x", "done") == 0
