"""What breaks under a worker: no run is lost, none is judged wrong, none is recorded twice. Real engine, real boxes."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docker as docker_sdk
import pytest

from conftest import require
from executor.core.job import Case
from executor.core.limits import Limits
from executor.models import Run
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.container_config import OWNER_LABEL
from executor.sandboxes.docker import DockerSandbox, default_base_url
from executor.sandboxes.owner import this_owner
from executor.selectors import health
from executor.services import wait
from executor.tests.queueing import put
from executor.tests.test_docker_faults import IMAGE, Proxy
from executor.worker import Worker

pytestmark = [pytest.mark.django_db(transaction=True)]
SLOW = "import time\ntime.sleep(1.5)\nprint(input())\n"
CASES = tuple(Case(str(n), f"{n}\n", f"{n}\n", hidden=False) for n in range(3))
PATIENT = Limits(idle_seconds=60)
recorded: list[Run] = []


def hear(run: Run) -> None:
    recorded.append(run)


@pytest.fixture(autouse=True)
def on_finished(settings: Any) -> None:
    recorded.clear()
    settings.EXECUTOR_ON_FINISHED = f"{__name__}.hear"
    settings.EXECUTOR_WARM_BOXES = 1
    settings.EXECUTOR_TENANT_LIMIT = 10


@pytest.fixture
def engine() -> Iterator[docker_sdk.APIClient]:
    direct = DockerSandbox(image=IMAGE)
    why_not = direct.why_not()
    direct.close()
    require(not why_not, f"the docker sandbox: {why_not}")
    client = docker_sdk.APIClient(base_url=default_base_url(), version="auto")
    yield client
    client.close()


@pytest.fixture
def proxy(tmp_path: Path, engine: docker_sdk.APIClient) -> Iterator[Proxy]:
    made = Proxy(tmp_path / "engine.sock")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def docker_worker(proxy: Proxy) -> Iterator[Worker]:
    worker = Worker(slots=1, sandbox=DockerSandbox(image=IMAGE, base_url=f"unix://{proxy.path}"))
    worker.start()
    yield worker
    worker.stop(timeout=5)


def eventually(holds: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
    return found


def under_way(**more: Any) -> Run:
    """A run in the midst of its first test."""
    run = put(**{"source": SLOW, "cases": CASES, "limits": PATIENT, **more})
    eventually(lambda: Run.objects.filter(id=run.id, state="running").exists())
    time.sleep(0.8)
    return run


def judged_once(run: Run, attempts: int) -> Run:
    found = wait(run_id=run.id, timeout=90)
    assert found.report is not None
    assert (found.state, found.verdict, found.attempts) == ("done", "accepted", attempts), found.report["fault"]
    assert [test["verdict"] for test in found.report["tests"]] == ["accepted"] * len(CASES)
    time.sleep(0.5)
    assert [one.id for one in recorded if one.id == run.id] == [run.id]
    return found


def strike(engine: docker_sdk.APIClient, how: str) -> None:
    """Kill or remove every container of ours, whoever uses it."""
    for container in engine.containers(filters={"label": [f"{OWNER_LABEL}={this_owner()}"]}):
        with contextlib.suppress(docker_sdk.errors.APIError):  # it went by itself meanwhile
            if how == "removed":
                engine.remove_container(container["Id"], force=True)
            else:
                os.kill(engine.inspect_container(container["Id"])["State"]["Pid"], signal.SIGKILL)


@pytest.mark.docker
@pytest.mark.parametrize("how", ["agent killed", "removed"])
def test_the_box_goes_under_a_run(docker_worker: Worker, engine: docker_sdk.APIClient, how: str) -> None:
    if how == "agent killed":
        require(os.geteuid() == 0, "root, to kill an agent from outside")
    run = under_way()
    strike(engine, how)
    judged_once(run, attempts=2)


@pytest.mark.docker
def test_boxes_that_died_while_they_waited_cost_no_attempt(docker_worker: Worker, engine: docker_sdk.APIClient) -> None:
    judged_once(put(cases=CASES, limits=PATIENT), attempts=1)
    strike(engine, "removed")
    judged_once(put(cases=CASES, limits=PATIENT), attempts=1)


@pytest.mark.docker
def test_the_engine_is_away_and_comes_back(docker_worker: Worker, proxy: Proxy) -> None:
    """What the proxy cuts is what a stopped daemon cuts: its listener and every stream."""
    first = under_way()
    proxy.stop()
    eventually(lambda: Run.objects.get(id=first.id).state == "queued")
    eventually(lambda: "no Docker daemon answers" in health()["reason"])
    second = put(cases=CASES, limits=PATIENT)
    time.sleep(6)  # three looks
    assert {(run.state, run.attempts) for run in Run.objects.all()} == {("queued", 0)}
    proxy.start()
    judged_once(first, attempts=1)
    judged_once(second, attempts=1)


FILL = """
with open("filled", "wb") as target:
    try:
        while True:
            target.write(b"x" * (1 << 20))
            target.flush()
    except OSError as error:
        print(error.strerror)
"""
BIG = '#include <cstdio>\nchar big[20 << 20] = {1, %d};\nint main() { std::puts("3"); }\n'


@pytest.mark.docker
def test_a_full_disk_is_the_programs_own_and_gone_afterwards(docker_worker: Worker) -> None:
    said = "No space left on device\n"
    full = put(source=FILL, cases=(Case("a", "", said, hidden=False), Case("b", "", said)), limits=PATIENT)
    assert wait(run_id=full.id, timeout=60).verdict == "accepted"
    judged_once(put(cases=CASES, limits=PATIENT), attempts=1)


@pytest.mark.docker
def test_artifacts_that_fill_the_box_spoil_no_later_compile(docker_worker: Worker) -> None:
    """Three of 20 MiB do not fit into one box together: the third gets a fresh one."""
    for number in range(4):
        run = put(language="cpp", source=BIG % number, cases=(Case("a", "", "3\n", hidden=False),), limits=PATIENT)
        found = wait(run_id=run.id, timeout=120)
        assert found.report is not None
        assert (found.verdict, found.attempts) == ("accepted", 1), found.report["compile_output"]


@pytest.mark.sandbox
def test_a_bubblewrap_agent_is_killed_under_a_run() -> None:
    sandbox = BubblewrapSandbox()
    require(not sandbox.why_not(), f"bubblewrap ({sandbox.why_not()})")
    before = _descendants()
    worker = Worker(slots=1, sandbox=sandbox)
    worker.start()
    try:
        run = under_way()
        for pid in _descendants() - before:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        judged_once(run, attempts=2)
    finally:
        worker.stop(timeout=5)


def _descendants() -> set[int]:
    """Every process that this one has started, and those that they have."""
    found: set[int] = set()
    ahead = {os.getpid()}
    while ahead:
        pid = ahead.pop()
        for tasks in Path(f"/proc/{pid}/task").glob("*"):
            with contextlib.suppress(OSError):
                ahead |= (children := {int(child) for child in (tasks / "children").read_text().split()}) - found
                found |= children
    return found
