"""The product as a process of its own, as a user starts it: for browsers, sockets, kill -9."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """`manage.py serve` on a database of its own. Start, kill -9 and start again at will."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self.log = data_dir / "server.log"
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DEBUG": "1",
            "DATA_DIR": str(data_dir),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "EMBEDDED": "1",
            "EXECUTOR_SANDBOX": os.environ.get("EXECUTOR_SANDBOX", "bubblewrap"),
            "SWEEP_EVERY_SECONDS": "1",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> "Server":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        for _ in range(300):
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.call("GET", "/health/live")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        self.kill()
        raise AssertionError("the server did not answer: " + self.log.read_text())

    def kill(self) -> None:
        """kill -9: nothing of it can tidy up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", token: str = "", timeout: float = 120
    ) -> tuple[int, Any]:
        """A request as an API client makes it → status and the answer's JSON (or text)."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Authorization", f"Api-Key {key}")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            status, text = refused.code, refused.read()
            refused.close()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text.decode(errors="replace")
