"""One tenant's hostile program beside another's honest one: nothing of the honest verdict may change."""

import json
import threading
from collections.abc import Iterator

import pytest

from executor.core.job import Case, Job
from executor.core.judge import judge
from executor.core.limits import Limits
from executor.core.verdicts import Verdict
from executor.tests.hostile_programs import FOLDER, HostileProgram, load
from executor.tests.hostile_sandboxes import NAMES, Running, opened
from executor.tests.hostile_world import World

pytestmark = pytest.mark.hostile

HONEST = """
import os, time
total = sum(i * i for i in range(200_000))
with open("scratch", "w") as file:
    file.write("x" * 1_000_000)
child = os.fork()
if child == 0:
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
time.sleep(0.1)
print(total, os.path.getsize("scratch"))
"""
NEIGHBOURS = [
    load(FOLDER / name)
    for name in (
        "resources/fork_bomb.py",
        "resources/thread_bomb.cpp",
        "resources/memory_in_files.py",
        "resources/memory_in_memfd.py",
        "resources/memory_touched.cpp",
        "resources/memory_of_many.py",
        "resources/inodes.py",
        "resources/output_sigpipe_ignored.py",
        "resources/pipe_buffers.py",
        "lifecycle/strike_back.cpp",
        "lifecycle/pid_hopper.cpp",
        "escape/kill_the_agent.py",
    )
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module", params=NAMES)
def running(request: pytest.FixtureRequest, world: World) -> Iterator[Running]:
    with opened(str(request.param)) as running:
        yield running


@pytest.mark.parametrize("program", NEIGHBOURS, ids=lambda program: program.id)
def test_a_hostile_neighbour_changes_no_honest_verdict(program: HostileProgram, running: Running, world: World) -> None:
    job = program.job(world.words(), "mallory")
    done = threading.Event()
    broken: list[str] = []

    def attack() -> None:
        try:
            report = judge(job, running.sandbox)
            if report.verdict is Verdict.INTERNAL_ERROR:
                broken.append(json.dumps(report.to_json())[:2000])
        finally:
            done.set()

    attacker = threading.Thread(target=attack)
    attacker.start()
    honest = 0
    expected = f"{sum(i * i for i in range(200_000))} 1000000"
    try:
        while honest < 2 or not done.is_set():
            case = Case(str(honest), "", expected, hidden=False)
            limits = Limits(cpu_seconds=2, idle_seconds=5, memory_mib=64)
            report = judge(Job("python", HONEST, (case,), limits, tenant="alice"), running.sandbox)
            assert report.verdict is Verdict.ACCEPTED, json.dumps(report.to_json())[:2000]
            honest += 1
    finally:
        attacker.join(timeout=60)
    assert not broken
    assert not running.strays()
