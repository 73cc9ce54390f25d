"""Boxes that wait for whoever comes, and the second box that a submission may have."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from executor.core.limits import Limits
from executor.core.sandbox import BoxFault
from executor.sandboxes import pool as module
from executor.sandboxes.memory import weight
from executor.sandboxes.pool import Pool, Scope
from executor.tests.fakes import FakeSandbox
from executor.tests.test_pool import eventually

LIMITS, OTHER = Limits(), Limits(cpu_seconds=5)
Made = Callable[..., Pool]


@pytest.fixture
def sandbox() -> FakeSandbox:
    return FakeSandbox()


@pytest.fixture
def made(sandbox: FakeSandbox) -> Iterator[Made]:
    pools: list[Pool] = []

    def make(**options: Any) -> Pool:
        usual = {"memory_mib": 4096, "cores": (0, 1), "ahead": 2, "always": {"python": LIMITS}}
        pools.append(Pool(sandbox, **{**usual, **options}))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def opened(sandbox: FakeSandbox, count: int) -> None:
    """Wait until `count` boxes have been opened, and see that it stays at that."""
    eventually(lambda: len(sandbox.boxes) == count)
    time.sleep(0.05)
    assert len(sandbox.boxes) == count


def test_the_first_run_of_a_tenant_finds_a_box_that_is_then_his(made: Made, sandbox: FakeSandbox) -> None:
    pool = made()
    opened(sandbox, 2)
    box = pool.open("python", LIMITS, "alice")
    assert box.id in ("fake-1", "fake-2")
    opened(sandbox, 3)
    box.close()
    assert pool.open("python", LIMITS, "bob").id != box.id
    assert pool.open("python", LIMITS, "alice").id == box.id


def test_a_language_that_is_used_has_boxes_ahead_made_ready_for_its_last_limits(
    made: Made, sandbox: FakeSandbox
) -> None:
    pool = made(always={})
    pool.open("cpp", OTHER, "alice").close()
    opened(sandbox, 3)
    assert [(box.language, box.limits) for box in sandbox.boxes[1:]] == [("cpp", OTHER)] * 2


def test_a_language_that_is_not_used_any_more_has_none(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(always={"python": LIMITS}, idle_seconds=0.3)
    pool.open("cpp", LIMITS, "alice").close()
    opened(sandbox, 5)
    eventually(lambda: all(box.closed for box in sandbox.boxes if box.language == "cpp"))
    assert [box.closed for box in sandbox.boxes if box.language == "python"] == [0, 0]


def test_the_longest_idle_tenant_makes_room_for_a_box_ahead_but_no_other_of_those(
    made: Made, sandbox: FakeSandbox
) -> None:
    small = Limits(memory_mib=1)
    pool = made(memory_mib=4 * weight("python") + 1, always={"python": small})
    opened(sandbox, 2)
    for number, tenant in enumerate(("alice", "bob"), 3):
        pool.open("python", small, tenant).close()
        opened(sandbox, number)
    alices = sandbox.boxes[1]
    pool.open("python", small, "carol")
    opened(sandbox, 5)
    eventually(lambda: [box.id for box in sandbox.boxes if box.closed] == [alices.id])
    pool.open("python", small, "dave")
    opened(sandbox, 6)
    pool.open("python", small, "eve")
    opened(sandbox, 6)


def test_a_sandbox_that_is_away_is_tried_again_with_pauses(
    made: Made, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REFILL_PAUSES", (0.05, 0.1))
    sandbox.fault = BoxFault("no daemon")
    made()
    time.sleep(0.2)
    sandbox.fault = None
    opened(sandbox, 2)


def test_a_box_ahead_whose_agent_has_gone_is_replaced(made: Made, sandbox: FakeSandbox) -> None:
    made(idle_seconds=0.4)  # it looks four times as often
    opened(sandbox, 2)
    sandbox.boxes[0].gone = True
    opened(sandbox, 3)
    eventually(lambda: sandbox.boxes[0].closed == 1)


# --- a second box -----------------------------------------------------------------------------------------


def test_a_spare_box_comes_with_a_core_of_its_own_and_is_the_tenants_then(made: Made, sandbox: FakeSandbox) -> None:
    pool = made()
    opened(sandbox, 2)
    first = pool.open("python", LIMITS, "alice")
    second = pool.spare("python", LIMITS, "alice", own=False)
    assert second is not None
    assert {first.core, second.core} == {0, 1}
    second.close()
    opened(sandbox, 4)
    again = pool.spare("python", LIMITS, "alice", own=False)
    assert again is not None
    assert again.id == second.id
    again.close()
    first.close()
    assert pool.open("python", LIMITS, "bob").id not in (first.id, second.id)


@pytest.mark.parametrize("scope", list(Scope))
def test_one_of_nobodys_is_not_his_own_until_he_has_had_it(made: Made, sandbox: FakeSandbox, scope: Scope) -> None:
    pool = made(scope=scope)
    opened(sandbox, 2)
    pool.open("python", LIMITS, "alice")
    own = pool.spare("python", LIMITS, "alice", own=True)
    assert (own is None) is (scope is not Scope.SHARED)  # where every box is everybody's
    had = own or pool.spare("python", LIMITS, "alice", own=False)
    assert had is not None
    had.close()
    again = pool.spare("python", LIMITS, "alice", own=True)
    assert (again is None) is (scope is Scope.SUBMISSION)


def test_there_is_no_spare_without_an_idle_core(made: Made, sandbox: FakeSandbox) -> None:
    pool = made()
    opened(sandbox, 2)
    pool.open("python", LIMITS, "alice"), pool.open("python", LIMITS, "bob")
    opened(sandbox, 4)
    assert pool.spare("python", LIMITS, "alice", own=False) is None


def test_there_is_no_spare_where_no_box_waits_and_none_of_anothers(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(ahead=0)
    pool.open("python", LIMITS, "bob").close()
    pool.open("python", LIMITS, "alice")
    assert pool.spare("python", LIMITS, "alice", own=False) is None
    assert len(sandbox.boxes) == 2


def test_there_is_no_spare_where_it_would_need_memory_that_is_not_there(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(memory_mib=2 * LIMITS.memory_mib)
    opened(sandbox, 2)
    pool.open("python", LIMITS, "alice")
    assert pool.spare("python", LIMITS, "alice", own=False) is None


@pytest.mark.parametrize("scope", [Scope.SUBMISSION, Scope.SHARED])
def test_a_spare_obeys_the_scope(made: Made, sandbox: FakeSandbox, scope: Scope) -> None:
    pool = made(scope=scope)
    opened(sandbox, 2)
    pool.open("python", LIMITS, "alice")
    spare = pool.spare("python", LIMITS, "alice", own=False)
    assert spare is not None
    spare.close()
    closed = next(box for box in sandbox.boxes if box.id == spare.id)
    if scope is Scope.SUBMISSION:
        eventually(lambda: closed.closed == 1)
    else:
        assert closed.closed == 0
