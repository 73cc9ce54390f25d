"""Several server processes on one port: each answers, and one that is killed is replaced while the other serves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.tests.live_server import ROOT, Server
from conftest import require

REDIS = os.environ.get("REDIS_URL") or os.environ.get("REDIS_URL_TEST", "")


def children_of(pid: int) -> set[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return {int(child) for child in found.split()}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Server]:
    require(bool(REDIS), "Redis (REDIS_URL) for several server processes")
    made = Server(tmp_path, WEB_PROCESSES="2", REDIS_URL=REDIS, EMBEDDED="0")
    made.manage("migrate", "-v0")
    yield made.start()
    made.stop()


def test_one_that_is_killed_is_replaced_while_the_other_serves(served: Server) -> None:
    assert served.process
    before = children_of(served.process.pid)
    assert len(before) == 2
    for _ in range(20):
        assert served.call("GET", "/health/live")[0] == 200
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    for _ in range(100):
        if len(children_of(served.process.pid) - {victim}) == 2:
            break
        time.sleep(0.1)
    # Connections that the kernel gave to the dead one's socket wait for its successor; none is refused.
    for _ in range(20):
        assert served.call("GET", "/health/live")[0] == 200
    after = children_of(served.process.pid)
    assert len(after) == 2 and victim not in after
    served.stop()
    assert all(not Path(f"/proc/{pid}").exists() for pid in after)


def test_without_redis_several_processes_are_refused_in_words(tmp_path: Path) -> None:
    clean = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "1", "WEB_PROCESSES": "2", "EMBEDDED": "0"}
    done = subprocess.run([sys.executable, "manage.py", "serve"], cwd=ROOT, env=clean, capture_output=True, text=True)
    assert done.returncode == 1 and "REDIS_URL" in done.stderr
