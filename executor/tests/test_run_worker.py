"""`manage.py run_worker` as a process of its own: it judges, ends when told to, and loses nothing when killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection

from conftest import require
from executor.core.job import Case
from executor.models import Run, WorkerBeat
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.services import wait
from executor.tests.queueing import put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sandbox]
ROOT = Path(__file__).parents[2]
LEASE_SECONDS = 3
Start = Callable[[], "subprocess.Popen[str]"]


def database_url() -> str:
    """The test database, as another process finds it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{quote(name)}").geturl()


@pytest.fixture
def start() -> Iterator[Start]:
    missing = BubblewrapSandbox().why_not()
    require(not missing, f"bubblewrap ({missing})")
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "EXECUTOR_SANDBOX": "bubblewrap",
        "EXECUTOR_LEASE_SECONDS": str(LEASE_SECONDS),
    }
    started: list[subprocess.Popen[str]] = []

    def call() -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "run_worker", "--slots", "1"]
        made = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(made)
        return made

    yield call
    for one in started:
        one.kill()
        one.communicate()


def under_way(seconds: float) -> Run:
    """A run whose program sleeps for so long, once a worker judges it."""
    source = f"import time\ntime.sleep({seconds})\nprint(input())\n"
    run = put(source=source, cases=(Case("a", "1\n", "1\n"),))
    deadline = time.monotonic() + 60
    while run.state != "running":
        assert time.monotonic() < deadline, "no worker took it"
        time.sleep(0.05)
        run.refresh_from_db()
    time.sleep(0.7)  # into the program
    return run


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_finishes_first(start: Start, told: signal.Signals) -> None:
    process = start()
    run = under_way(3)
    process.send_signal(told)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    assert "Finishing the runs under way" in output
    run.refresh_from_db()
    assert (run.state, run.verdict, run.attempts) == ("done", "accepted", 1), output
    assert not WorkerBeat.objects.exists()


def test_what_a_killed_worker_had_is_judged_by_another_once(start: Start) -> None:
    first = start()
    run = under_way(4)
    first.kill()
    first.wait()
    start()
    found = wait(run_id=run.id, timeout=60)
    assert (found.verdict, found.attempts, found.fence) == ("accepted", 2, 2)
    assert found.worker != run.worker
