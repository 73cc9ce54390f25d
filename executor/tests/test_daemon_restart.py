"""A Docker daemon of our own is stopped for a time under a worker and started again. `make test-hostile` does it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import require
from executor.core.job import Case
from executor.core.limits import Limits
from executor.models import Run
from executor.sandboxes.docker import DockerSandbox
from executor.selectors import health
from executor.services import wait
from executor.tests.queueing import put
from executor.tests.test_docker_faults import IMAGE
from executor.worker import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.docker, pytest.mark.hostile]
AWAY_SECONDS = 15
SLOW = "import time\ntime.sleep(1)\nprint(input())\n"
CASES = tuple(Case(str(n), f"{n}\n", f"{n}\n", hidden=False) for n in range(4))


class Daemon:
    """dockerd with its own data, no network and no part in the machine's firewall."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, f"unix://{folder}/engine.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["dockerd", "--host", self.url, "--bridge=none", "--iptables=false", "--ip6tables=false"]
        places = {"--data-root": "data", "--exec-root": "exec", "--pidfile": "pid"}
        command += [word for option, name in places.items() for word in (option, str(self.folder / name))]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while subprocess.run(["docker", "--host", self.url, "version"], capture_output=True, check=False).returncode:
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.2)

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(60)
            self._process = None


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    sandbox = DockerSandbox(image=IMAGE)
    missing = sandbox.why_not() or ("" if shutil.which("dockerd") and os.geteuid() == 0 else "dockerd, as root")
    sandbox.close()
    require(not missing, f"a daemon to stop: {missing}")
    folder = Path(tempfile.mkdtemp(prefix="dockerd-"))
    made = Daemon(folder)
    try:
        made.start()
        with subprocess.Popen(["docker", "save", IMAGE], stdout=subprocess.PIPE) as saved:
            subprocess.run(["docker", "--host", made.url, "load"], stdin=saved.stdout, check=True, capture_output=True)
        yield made
    finally:
        made.stop()
        subprocess.run(
            ["umount", "--lazy", str(folder / "data"), str(folder / "exec")], capture_output=True, check=False
        )
        subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=False)


def test_the_daemon_is_stopped_for_a_time_and_no_run_is_lost(daemon: Daemon, settings: Any) -> None:
    settings.EXECUTOR_TENANT_LIMIT = 10
    worker = Worker(slots=2, sandbox=DockerSandbox(image=IMAGE, base_url=daemon.url))
    worker.start()
    try:
        runs = [put(source=SLOW, cases=CASES, limits=Limits(idle_seconds=60), tenant=f"a{n}") for n in range(4)]
        deadline = time.monotonic() + 60
        while Run.objects.filter(state="running").count() < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        time.sleep(1)
        daemon.stop()
        time.sleep(AWAY_SECONDS)
        assert set(Run.objects.exclude(state="done").values_list("state", "attempts")) == {("queued", 0)}
        assert "no Docker daemon answers" in health()["reason"]
        runs += [put(source=SLOW, cases=CASES, limits=Limits(idle_seconds=60), tenant=f"b{n}") for n in range(3)]
        daemon.start()
        found = [wait(run_id=run.id, timeout=120) for run in runs]
        assert [(run.verdict, run.attempts) for run in found] == [("accepted", 1)] * 7
    finally:
        worker.stop()
