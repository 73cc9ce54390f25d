"""The product under load: server processes and sweeper of their own on a free port, in the database that is named."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import live_machine as machine

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class LiveServer:
    """`manage.py serve` with WEB_PROCESSES and `manage.py sweep_sessions`; prepares os.environ for Django, too."""

    def __init__(self, processes: int) -> None:
        self.port = free_port()
        self.count = processes
        self.folder = Path(tempfile.mkdtemp(prefix="bench-live-"))
        os.environ.update(
            DATA_DIR=str(self.folder),
            SECRET_KEY=secrets.token_urlsafe(50),
            PORT=str(self.port),
            PUBLIC_URL=f"http://127.0.0.1:{self.port}",
            WEB_PROCESSES=str(processes),
            EMBEDDED="0",
            DEBUG="0",
            LOG_LEVEL="WARNING",
            DJANGO_SETTINGS_MODULE="assessment.settings",
        )
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        log = (self.folder / "server.log").open("wb")
        for command in ("serve", "sweep_sessions"):
            self._running.append(
                subprocess.Popen([sys.executable, "manage.py", command], cwd=ROOT, stdout=log, stderr=log)
            )
        for _ in range(600):
            if len(self.serving()) == self.count and self._answers():
                return
            time.sleep(0.1)
        raise SystemExit("the server did not start: " + (self.folder / "server.log").read_text())

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        # A connection is taken before the process behind it has loaded: it serves when it has opened its database.
        return all(machine.memory_mib(pid) > 60 for pid in self.serving())

    def serving(self) -> list[int]:
        """The processes that hold sockets of candidates."""
        parent = self._running[0].pid
        return machine.children_of(parent) if self.count > 1 else [parent]

    def everything(self) -> list[int]:
        return [*self.serving(), *(process.pid for process in self._running)]

    def stop(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(timeout=60)
