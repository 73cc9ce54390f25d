"""Several server processes behind one port: Daphne is one process, and one process is one core.

Each has a listening socket of its own on the same address (SO_REUSEPORT): the kernel spreads connections evenly. The
sockets belong to the parent, so that one whose process died is served again by its successor.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

log = logging.getLogger(__name__)
BACKLOG = 2048
AGAIN_AFTER = 1.0  # seconds before a process that died is started again
STOP_WITHIN = 20.0


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket that others may listen beside."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((host, port))
    made.listen(BACKLOG)
    made.set_inheritable(True)
    return made


class Processes:
    """`count` servers, each on its own socket. The first embeds workers and sweeper where EMBEDDED says so."""

    def __init__(self, host: str, port: int, count: int) -> None:
        self.sockets = [listen(host, port) for _ in range(count)]
        self.children: list[subprocess.Popen[bytes]] = []
        self._stopping = False

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT. A process that dies is replaced."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.children = [self._start(index) for index in range(len(self.sockets))]
        while not self._stopping:
            time.sleep(AGAIN_AFTER)
            for index, child in enumerate(self.children):
                if child.poll() is not None and not self._stopping:
                    log.error("server process %d ended with %s; starting another", child.pid, child.returncode)
                    self.children[index] = self._start(index)
        self._end()

    def _start(self, index: int) -> subprocess.Popen[bytes]:
        handed = self.sockets[index].fileno()
        environment = os.environ | ({} if index == 0 else {"EMBEDDED": "0"})
        command = [sys.executable, sys.argv[0], "serve", "--fd", str(handed)]
        return subprocess.Popen(command, env=environment, pass_fds=[handed])

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        for child in self.children:
            child.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for child in self.children:
            try:
                child.wait(timeout=max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
