"""Who is judged when: by priority, then in turns between the tenants, then by age."""

from typing import Any

import pytest

from executor import queue
from executor.core.job import Report
from executor.core.verdicts import Verdict
from executor.models import Run
from executor.services import judge_again
from executor.tests.queueing import claimed, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_bound(settings: Any) -> None:
    settings.EXECUTOR_TENANT_LIMIT = 1000


def served(count: int) -> list[str]:
    """The tenants of the next `count` runs, each recorded before the next is claimed."""
    order = []
    for _ in range(count):
        run = queue.claim("w")
        assert run is not None
        assert queue.record(run, Report(Verdict.ACCEPTED))
        order.append(run.tenant)
    return order


def test_a_tenants_second_run_comes_after_everybody_elses_first() -> None:
    for tenant in ("flood", "flood", "flood", "alice", "alice", "bob"):
        put(tenant=tenant)
    assert served(6) == ["flood", "alice", "bob", "flood", "alice", "flood"]


def test_priority_goes_before_the_turn() -> None:
    put(tenant="bob")
    put(Run.Priority.SUBMIT, tenant="alice"), put(Run.Priority.SUBMIT, tenant="alice")
    assert served(3) == ["alice", "alice", "bob"]


def test_a_newcomer_waits_for_one_round_however_long_the_flood() -> None:
    for _ in range(40):
        put(tenant="flood")
    served(20)
    put(tenant="alice")
    assert "alice" in served(2)


def test_newcomers_do_not_starve_who_has_waited() -> None:
    """Two light tenants that never stop and one with a backlog: each gets a third."""
    for _ in range(30):
        put(tenant="flood")
    order = []
    for _ in range(30):
        for tenant in ("alice", "bob"):
            if not Run.objects.filter(tenant=tenant, state="queued").exists():
                put(tenant=tenant)
        order += served(1)
    assert 9 <= order.count("flood") <= 12


def test_a_turn_is_counted_on_while_the_tenants_runs_are_judged() -> None:
    """A backlog whose first is being judged does not start again at the front."""
    claimed(tenant="flood")
    put(tenant="flood"), put(tenant="alice")
    assert served(2) == ["alice", "flood"]


def test_a_run_that_is_given_back_keeps_its_turn() -> None:
    first = claimed(tenant="alice")
    put(tenant="bob")
    queue.put_back(first, counted=True)
    assert served(2) == ["alice", "bob"]


def test_judging_again_goes_in_turns_too() -> None:
    runs = [put(tenant="alice") for _ in range(3)] + [put(tenant="bob")]
    served(4)
    for run in runs:
        assert judge_again(run=run)
    assert served(4) == ["alice", "bob", "alice", "alice"]
