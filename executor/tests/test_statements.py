"""Statements whose SQL is made once give what their querysets give, for other values each time."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import CharField, Count, DateTimeField, QuerySet, UUIDField
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from executor.models import CaseSet, Run
from executor.statements import Statement

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.fixture
def runs() -> list[Run]:
    """Two of each of three tenants."""
    cases = CaseSet.objects.create(sha256="a" * 64, content=b"\0\xff", count=1, size_bytes=1)
    made = [
        Run(
            tenant=f"tenant-{n % 3}",
            language="python",
            source=f"print({n})",
            limits={"cpu_seconds": n},
            checker={},
            case_set=cases,
            lease_until=NOW + timedelta(hours=n),
        )
        for n in range(6)
    ]
    return Run.objects.bulk_create(made)


def of_tenant(tenant: Any) -> QuerySet[Run]:
    return Run.objects.filter(tenant=tenant).order_by("lease_until")


def test_rows_are_what_the_queryset_gives_json_times_and_ids_as_well(runs: list[Run]) -> None:
    statement = Statement(of_tenant, tenant=CharField())
    for tenant in ("tenant-0", "tenant-1", "tenant-0", "nobody"):
        expected = list(of_tenant(tenant))
        found = statement.rows(tenant=tenant)
        assert [vars(one) | {"_state": None} for one in found] == [vars(one) | {"_state": None} for one in expected]


def test_what_is_read_along_needs_no_query_and_what_was_left_out_is_read_when_asked_for(runs: list[Run]) -> None:
    statement = Statement(
        lambda id: Run.objects.select_related("case_set").filter(id=id).only("limits", "case_set__content"),
        id=UUIDField(),
    )
    for run in runs[:2]:
        with CaptureQueriesContext(connection) as asked:
            found = statement.first(id=run.id)
            assert found is not None
            assert (found.limits, bytes(found.case_set.content)) == (run.limits, b"\0\xff")
        assert len(asked) == 1
        assert found.source == run.source
    assert statement.first(id=uuid.uuid4()) is None


def test_columns_annotations_and_slices(runs: list[Run]) -> None:
    ids = Statement(lambda tenant: of_tenant(tenant).values_list("id", flat=True)[:1], tenant=CharField())
    assert ids.rows(tenant="tenant-1") == [runs[1].id]
    pairs = Statement(lambda: Run.objects.order_by("tenant").values_list("tenant").annotate(count=Count("id")))
    assert pairs.rows() == [("tenant-0", 2), ("tenant-1", 2), ("tenant-2", 2)]
    later = Statement(
        lambda after: Run.objects.filter(lease_until__gt=after).order_by().values_list("tenant", "limits"),
        after=DateTimeField(),
    )
    assert later.rows(after=runs[4].lease_until) == [("tenant-2", {"cpu_seconds": 5})]


def test_the_sql_is_made_once(runs: list[Run]) -> None:
    made = list[str]()

    def make(tenant: Any) -> QuerySet[Run]:
        made.append("once")
        return of_tenant(tenant)

    statement = Statement(make, tenant=CharField())
    for tenant in ("tenant-0", "tenant-1"):
        statement.rows(tenant=tenant)
    assert made == ["once"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_statement_that_locks_takes_a_transaction_each_time() -> None:
    statement = Statement(lambda tenant: of_tenant(tenant).select_for_update(), tenant=CharField())
    with transaction.atomic():
        statement.rows(tenant="tenant-0")
    with pytest.raises(TransactionManagementError):
        statement.rows(tenant="tenant-0")
