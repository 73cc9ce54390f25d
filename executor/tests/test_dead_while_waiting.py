"""A run that waits and dies leaves its process number behind: whoever gets it next is no less a candidate's process."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.spent import cgroup_file
from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LAST_PID = Path("/proc/sys/kernel/ns_last_pid")
LIMITS, OTHERS = (Limits(cpu_seconds=10, idle_seconds=20, memory_mib=memory) for memory in (256, 64))
FIRST_UID = 1 << 20  # of runs
WAIT_SECONDS = 10.0

SURVIVOR = """
import os, sys, time
wanted = int(input())
print(os.getuid(), flush=True)
while True:
    child = os.fork()
    if child == 0:
        if os.getpid() != wanted:
            os._exit(0)
        for descriptor in range(3):
            os.close(descriptor)
        time.sleep(60)
        os._exit(0)
    if child == wanted:
        os._exit(0)
    os.waitpid(child, 0)
    time.sleep(0.001)
"""


@pytest.fixture
def box() -> Iterator[StreamBox]:
    require(
        os.geteuid() == 0 and LAST_PID.exists() and shutil.which("nsenter") is not None, "root, CRIU's pids, nsenter"
    )
    sandbox = DockerSandbox(image=IMAGE)
    why_not = sandbox.why_not()
    require(not why_not, f"the docker sandbox: {why_not}")
    opened = sandbox.open("python", LIMITS, "t")
    yield opened
    opened.close()
    sandbox.close()


def inside(box: StreamBox) -> dict[int, tuple[int, int]]:
    """The processes of its container, as they are seen here: number in there, and real uid."""
    listing = ("docker", "ps", "-q", "--no-trunc", "--filter", f"id={box.id}")
    container = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.strip()
    procs = cgroup_file(container, "pids", "cgroup.procs") or cgroup_file(container, "", "cgroup.procs")
    assert procs is not None
    found = {}
    for pid in map(int, procs.read_text().split()):
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue  # it has ended meanwhile
        status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
        if status["State"][0] != "Z":
            found[pid] = (int(status["NSpid"][-1]), int(status["Uid"][0]))
    return found


def waiting(box: StreamBox) -> tuple[int, int]:
    """The run that waits at its gate: its number here and in there."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        for pid, (number, uid) in inside(box).items():
            if uid >= FIRST_UID:
                return pid, number
        time.sleep(0.05)
    raise AssertionError("nothing was started ahead")


def is_next(box: StreamBox, number: int) -> None:
    """Let the next process in there have this number."""
    agent = next(pid for pid, (own, _) in inside(box).items() if own == 1)
    command = ("nsenter", f"--target={agent}", "--pid", "sh", "-c", f"echo {number - 1} >{LAST_PID}")
    subprocess.run(command, check=True)


def test_a_process_with_the_number_of_a_dead_waiting_run_does_not_outlive_its_test(box: StreamBox) -> None:
    plain, survivor = (box.compile(source, COMPILE_LIMITS).artifact for source in ("print(1)\n", SURVIVOR))
    assert plain and survivor
    assert box.run(plain, b"", LIMITS).stdout == b"1\n"
    here, number = waiting(box)
    os.kill(here, signal.SIGKILL)
    assert box.run(plain, b"", OTHERS).stdout == b"1\n"  # it cannot use the dead one, and waits for it
    assert box.reusable
    timer = threading.Timer(1.0, is_next, (box, number))
    timer.start()
    outcome = box.run(survivor, f"{number}\n".encode(), LIMITS)
    timer.join()
    uid = int(outcome.stdout)
    assert outcome.exit_code == 0
    assert uid not in {uid for _, uid in inside(box).values()}
    assert not box.reusable  # the agent has seen that something was left behind
