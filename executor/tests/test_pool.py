"""The pool: whose box is whose, when it is kept, and that it stays within its memory."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from executor.core.custom_checker import TENANT
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import BoxFault, Compiled
from executor.sandboxes import pool as module
from executor.sandboxes.loan import MOST_ARTIFACTS, MOST_SOURCES
from executor.sandboxes.memory import weight
from executor.sandboxes.pool import Pool, Scope
from executor.tests.fakes import FakeSandbox, outcome

LIMITS = Limits()
IDLE, LENT = weight("python"), weight("python") + LIMITS.memory_mib
Made = Callable[..., Pool]


@pytest.fixture
def sandbox() -> FakeSandbox:
    return FakeSandbox()


@pytest.fixture
def made(sandbox: FakeSandbox) -> Iterator[Made]:
    pools: list[Pool] = []

    def make(**options: Any) -> Pool:
        pools.append(Pool(sandbox, **{"memory_mib": 4096, "cores": (0, 1), **options}))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture
def pool(made: Made) -> Pool:
    return made()


def eventually(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_tenant_gets_his_warm_box_again(pool: Pool, sandbox: FakeSandbox) -> None:
    for _ in range(3):
        pool.open("python", LIMITS, "alice").close()
    assert [box.closed for box in sandbox.boxes] == [0]


@pytest.mark.parametrize(
    ("language", "tenant", "limits"),
    [("python", "bob", LIMITS), ("cpp", "alice", LIMITS), ("python", "alice", Limits(memory_mib=2048))],
)
def test_no_other_box_will_do(pool: Pool, sandbox: FakeSandbox, language: str, tenant: str, limits: Limits) -> None:
    first = pool.open("python", LIMITS, "alice")
    first.close()
    assert pool.open(language, limits, tenant).id != first.id
    assert len(sandbox.boxes) == 2


def test_a_larger_limit_below_the_boxs_ceiling_fits(pool: Pool) -> None:
    first = pool.open("python", LIMITS, "alice")
    first.close()
    assert pool.open("python", Limits(memory_mib=COMPILE_LIMITS.memory_mib), "alice").id == first.id


def test_after_anything_odd_a_box_is_removed(pool: Pool, sandbox: FakeSandbox) -> None:
    box = pool.open("python", LIMITS, "alice")
    sandbox.boxes[0].reusable = False
    box.close()
    eventually(lambda: sandbox.boxes[0].closed == 1)
    assert pool.open("python", LIMITS, "alice").id != box.id


def test_a_box_whose_agent_has_gone_meanwhile_is_not_lent(pool: Pool, sandbox: FakeSandbox) -> None:
    pool.open("python", LIMITS, "alice").close()
    sandbox.boxes[0].gone = True
    assert pool.open("python", LIMITS, "alice").id == "fake-2"
    eventually(lambda: sandbox.boxes[0].closed == 1)


# --- scopes -----------------------------------------------------------------------------------------------


def test_scope_submission_gives_each_run_a_box_of_its_own(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(scope=Scope.SUBMISSION)
    assert [_ran(pool, "alice"), _ran(pool, "alice")] == ["fake-1", "fake-2"]
    eventually(lambda: [box.closed for box in sandbox.boxes] == [1, 1])


def test_scope_shared_lends_one_box_to_all(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(scope=Scope.SHARED)
    assert {_ran(pool, name) for name in ("alice", "bob", "alice")} == {"fake-1"}


def _ran(pool: Pool, tenant: str) -> str:
    box = pool.open("python", LIMITS, tenant)
    box.close()
    return box.id


# --- memory -----------------------------------------------------------------------------------------------


def test_the_longest_idle_is_evicted_for_another(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(memory_mib=LENT + IDLE)
    for tenant in ("alice", "bob", "carol"):
        pool.open("python", LIMITS, tenant).close()
    eventually(lambda: [box.closed for box in sandbox.boxes] == [1, 0, 0])


def test_as_many_wait_as_weigh_no_more_than_allowed(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(memory_mib=LENT + 9 * IDLE)
    for number in range(30):
        pool.open("python", LIMITS, f"t{number}").close()
    eventually(lambda: sum(box.closed for box in sandbox.boxes) == 20)


def test_no_more_are_open_than_the_sandbox_takes(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(most=3, ahead=1, always={"python": LIMITS})
    eventually(lambda: pool.waiting() == 1)
    for number in range(6):
        pool.open("python", LIMITS, f"t{number}").close()
    eventually(lambda: sum(not box.closed for box in sandbox.boxes) == 3)
    lent = [pool.open("python", LIMITS, f"u{number}") for number in range(2)]
    assert pool.open("python", LIMITS, "v").id not in {box.id for box in lent}


def test_where_there_is_no_room_one_waits_and_is_then_told(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = made(memory_mib=2 * LENT)
    monkeypatch.setattr(module, "ROOM_SECONDS", 0.1)
    lent = [pool.open("python", LIMITS, name) for name in ("alice", "bob")]
    with pytest.raises(BoxFault, match="no memory"):
        pool.open("python", LIMITS, "carol")
    monkeypatch.setattr(module, "ROOM_SECONDS", 10)
    timer = threading.Timer(0.1, lent[0].close)
    timer.start()
    assert pool.open("python", LIMITS, "carol").id == "fake-3"
    timer.join()


def test_two_runs_with_checkers_do_not_wait_for_each_others_memory(made: Made) -> None:
    pool = made(memory_mib=2 * LENT)
    for name in ("alice", "bob"):
        pool.open("python", LIMITS, name)
    begun = time.monotonic()
    for name in ("x", "y"):
        pool.open("python", LIMITS, TENANT + name)
    assert time.monotonic() - begun < 5


def test_who_waits_gets_his_own_warm_box_when_it_comes_back(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(memory_mib=2 * LENT)
    lent = [pool.open("python", LIMITS, name) for name in ("alice", "bob")]
    timer = threading.Timer(0.1, lent[0].close)
    timer.start()
    assert pool.open("python", LIMITS, "alice").id == lent[0].id
    timer.join()
    assert len(sandbox.boxes) == 2


def test_one_run_is_always_possible_however_little_memory_there_is(made: Made) -> None:
    pool = made(memory_mib=1)
    assert _ran(pool, "alice") == "fake-1"
    assert _ran(pool, "bob") == "fake-2"


def test_idle_boxes_go_in_time(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(idle_seconds=0.1)
    pool.open("python", LIMITS, "alice").close()
    eventually(lambda: sandbox.boxes[0].closed == 1)


# --- cores ------------------------------------------------------------------------------------------------


def test_each_lent_box_has_a_core_of_its_own(pool: Pool) -> None:
    first, second = pool.open("python", LIMITS, "a"), pool.open("python", LIMITS, "b")
    assert {first.core, second.core} == {0, 1}
    freed = first.core
    first.close()
    assert pool.open("cpp", LIMITS, "c").core == freed


def test_who_shares_a_core_moves_to_one_that_gets_idle(pool: Pool, sandbox: FakeSandbox) -> None:
    lent = [pool.open("python", LIMITS, name) for name in ("a", "b", "c")]
    assert sorted(box.core or 0 for box in lent) == [0, 0, 1]
    lent[1].close()
    lent[2].compile("a", COMPILE_LIMITS)
    assert {lent[0].core, lent[2].core} == {0, 1}
    assert sandbox.boxes[2].core == lent[2].core


# --- the compile cache ------------------------------------------------------------------------------------


def test_the_same_source_is_compiled_once_in_a_box(pool: Pool, sandbox: FakeSandbox) -> None:
    box = pool.open("python", LIMITS, "alice")
    assert not box.compile("a", COMPILE_LIMITS).cached
    assert box.compile("a", COMPILE_LIMITS) == Compiled("/box/a1", None, cached=True)
    box.compile("b", COMPILE_LIMITS)
    assert sandbox.boxes[0].sources == ["a", "b"]


@pytest.mark.parametrize(("language", "most"), [("cpp", MOST_ARTIFACTS), ("python", MOST_SOURCES)])
def test_a_box_that_has_enough_artifacts_forgets_the_oldest(
    pool: Pool, sandbox: FakeSandbox, language: str, most: int
) -> None:
    box = pool.open(language, LIMITS, "alice")
    for n in range(most + 2):
        sandbox.boxes[0].compiled = Compiled(f"/box/a{n}")
        box.compile(str(n), COMPILE_LIMITS)
    assert sandbox.boxes[0].forgotten == ["/box/a0", "/box/a1"]
    assert box.reusable
    assert box.compile("2", COMPILE_LIMITS).cached  # and is not the oldest any more
    assert not box.compile("0", COMPILE_LIMITS).cached
    assert sandbox.boxes[0].forgotten[2:] == ["/box/a3"]
    assert box.compile("2", COMPILE_LIMITS).cached


def test_where_earlier_artifacts_fill_a_box_a_fresh_one_compiles(pool: Pool, sandbox: FakeSandbox) -> None:
    full = Compiled(None, outcome(exit_code=1, stderr=b"ld: final link failed: No space left on device"))
    box = pool.open("cpp", LIMITS, "alice")
    box.compile("a", COMPILE_LIMITS)
    sandbox.boxes[0].compiled = full
    assert box.compile("b", COMPILE_LIMITS) == Compiled("/box/a1")
    assert (box.id, sandbox.boxes[1].core) == ("fake-2", box.core)
    eventually(lambda: sandbox.boxes[0].closed == 1)
    box.close()
    assert pool.open("cpp", LIMITS, "alice").id == "fake-2"


def test_a_program_that_fills_a_fresh_box_does_not_compile(pool: Pool, sandbox: FakeSandbox) -> None:
    sandbox.compiled = Compiled(None, outcome(exit_code=1, stderr=b"No space left on device"))
    assert pool.open("cpp", LIMITS, "alice").compile("a", COMPILE_LIMITS) == sandbox.compiled
    assert len(sandbox.boxes) == 1


# --- ends -------------------------------------------------------------------------------------------------


def test_closing_twice_gives_back_once(pool: Pool) -> None:
    box = pool.open("python", LIMITS, "alice")
    box.close()
    again = pool.open("python", LIMITS, "alice")
    box.close()
    assert pool.open("python", LIMITS, "alice").id != again.id


def test_a_box_that_cannot_be_opened_leaves_its_room_and_core(made: Made, sandbox: FakeSandbox) -> None:
    pool = made(memory_mib=2 * LENT)
    sandbox.fault = BoxFault("no daemon")
    for _ in range(5):
        with pytest.raises(BoxFault, match="no daemon"):
            pool.open("python", LIMITS, "alice")
    sandbox.fault = None
    assert {pool.open("python", LIMITS, name).core for name in ("a", "b")} == {0, 1}


def test_close_removes_idle_and_lent_boxes(sandbox: FakeSandbox) -> None:
    pool = Pool(sandbox)
    lent = pool.open("python", LIMITS, "alice")
    pool.open("python", LIMITS, "bob").close()
    pool.close()
    assert [box.closed for box in sandbox.boxes] == [0, 1]
    lent.close()
    assert [box.closed for box in sandbox.boxes] == [1, 1]
    assert sandbox.closed
    with pytest.raises(BoxFault, match="closed"):
        pool.open("python", LIMITS, "alice")
