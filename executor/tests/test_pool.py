"""The pool: whose box is whose, when it is kept, and that it is bounded."""

import threading
import time
from collections.abc import Iterator

import pytest

from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import BoxFault, Compiled
from executor.sandboxes import pool as module
from executor.sandboxes.pool import MOST_ARTIFACTS, Pool
from executor.tests.fakes import FakeSandbox

LIMITS = Limits()


@pytest.fixture
def sandbox() -> FakeSandbox:
    return FakeSandbox()


@pytest.fixture
def pool(sandbox: FakeSandbox) -> Iterator[Pool]:
    made = Pool(sandbox, places=2, cores=(0, 1))
    yield made
    made.close()


def eventually(true: object) -> None:
    assert callable(true)
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_tenant_gets_his_warm_box_again(pool: Pool, sandbox: FakeSandbox) -> None:
    for _ in range(3):
        pool.open("python", LIMITS, "alice").close()
    assert [box.closed for box in sandbox.boxes] == [0]


@pytest.mark.parametrize(
    ("language", "tenant", "limits"),
    [("python", "bob", LIMITS), ("cpp", "alice", LIMITS), ("python", "alice", Limits(memory_mib=512))],
)
def test_no_other_box_will_do(pool: Pool, sandbox: FakeSandbox, language: str, tenant: str, limits: Limits) -> None:
    first = pool.open("python", LIMITS, "alice")
    first.close()
    assert pool.open(language, limits, tenant).id != first.id
    assert len(sandbox.boxes) == 2


def test_after_anything_odd_a_box_is_removed(pool: Pool, sandbox: FakeSandbox) -> None:
    box = pool.open("python", LIMITS, "alice")
    sandbox.boxes[0].reusable = False
    box.close()
    eventually(lambda: sandbox.boxes[0].closed == 1)
    assert pool.open("python", LIMITS, "alice").id != box.id


def test_the_longest_idle_is_evicted_for_another(pool: Pool, sandbox: FakeSandbox) -> None:
    for tenant in ("alice", "bob", "carol"):
        pool.open("python", LIMITS, tenant).close()
    eventually(lambda: [box.closed for box in sandbox.boxes] == [1, 0, 0])


def test_a_full_pool_waits_and_then_says_so(pool: Pool, sandbox: FakeSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PLACE_SECONDS", 0.1)
    lent = [pool.open("python", LIMITS, name) for name in ("alice", "bob")]
    with pytest.raises(BoxFault, match="no place"):
        pool.open("python", LIMITS, "carol")
    monkeypatch.setattr(module, "PLACE_SECONDS", 10)
    timer = threading.Timer(0.1, lent[0].close)
    timer.start()
    assert pool.open("python", LIMITS, "carol").id == "fake-3"
    timer.join()


def test_who_waits_gets_his_own_warm_box_when_it_comes_back(pool: Pool, sandbox: FakeSandbox) -> None:
    lent = [pool.open("python", LIMITS, name) for name in ("alice", "bob")]
    timer = threading.Timer(0.1, lent[0].close)
    timer.start()
    assert pool.open("python", LIMITS, "alice").id == lent[0].id
    timer.join()
    assert len(sandbox.boxes) == 2


def test_each_lent_box_has_a_core_of_its_own(pool: Pool) -> None:
    first, second = pool.open("python", LIMITS, "a"), pool.open("python", LIMITS, "b")
    assert {first.core, second.core} == {0, 1}
    freed = first.core
    first.close()
    assert pool.open("cpp", LIMITS, "c").core == freed


def test_closing_twice_gives_back_once(pool: Pool) -> None:
    box = pool.open("python", LIMITS, "alice")
    box.close()
    again = pool.open("python", LIMITS, "alice")
    box.close()
    assert pool.open("python", LIMITS, "alice").id != again.id


def test_idle_boxes_go_in_time() -> None:
    sandbox = FakeSandbox()
    pool = Pool(sandbox, places=2, idle_seconds=0.1)
    pool.open("python", LIMITS, "alice").close()
    eventually(lambda: sandbox.boxes[0].closed == 1)
    pool.close()


def test_the_same_source_is_compiled_once_in_a_box(pool: Pool, sandbox: FakeSandbox) -> None:
    box = pool.open("python", LIMITS, "alice")
    assert not box.compile("a", COMPILE_LIMITS).cached
    assert box.compile("a", COMPILE_LIMITS) == Compiled("/box/a1", None, cached=True)
    box.compile("b", COMPILE_LIMITS)
    assert sandbox.boxes[0].sources == ["a", "b"]


def test_a_box_full_of_artifacts_is_given_up(pool: Pool, sandbox: FakeSandbox) -> None:
    box = pool.open("python", LIMITS, "alice")
    for n in range(MOST_ARTIFACTS):
        assert box.reusable
        box.compile(str(n), COMPILE_LIMITS)
    box.close()
    eventually(lambda: sandbox.boxes[0].closed == 1)


def test_a_box_that_cannot_be_opened_leaves_its_place_and_core(pool: Pool, sandbox: FakeSandbox) -> None:
    sandbox.fault = BoxFault("no daemon")
    for _ in range(5):
        with pytest.raises(BoxFault, match="no daemon"):
            pool.open("python", LIMITS, "alice")
    sandbox.fault = None
    assert {pool.open("python", LIMITS, name).core for name in ("a", "b")} == {0, 1}


def test_close_removes_idle_and_lent_boxes() -> None:
    sandbox = FakeSandbox()
    pool = Pool(sandbox, places=2)
    lent = pool.open("python", LIMITS, "alice")
    pool.open("python", LIMITS, "bob").close()
    pool.close()
    assert [box.closed for box in sandbox.boxes] == [0, 1]
    lent.close()
    assert [box.closed for box in sandbox.boxes] == [1, 1]
    assert sandbox.closed
