"""What a hostile program must not reach, set up outside of the sandbox: a file, three sockets, a variable."""

import contextlib
import os
import secrets
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

PROJECT = Path(__file__).parents[2]


class World:
    """A world-readable canary file, and listeners on loopback, on an abstract name and on a path, that all tell."""

    def __init__(self, folder: Path) -> None:
        self.token = "canary" + secrets.token_hex(12)  # starts with a letter, so that an assembler quotes it whole
        self._canary = folder / "canary"
        self._canary.write_text(self.token + "\n")
        self._canary.chmod(0o644)
        self._opened = self._open_the_way(folder)
        self._abstract = f"world-{self.token[-8:]}"
        self._path = folder / "world.sock"
        self._listeners = [
            socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True),
            self._unix("\0" + self._abstract),
            self._unix(str(self._path)),
        ]
        self._path.chmod(0o777)
        self._port = int(self._listeners[0].getsockname()[1])
        self._threads = [threading.Thread(target=self._serve, args=(one,), daemon=True) for one in self._listeners]

    def __enter__(self) -> Self:
        os.environ["HOSTILE_CANARY"] = self.token
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)
        for listener in self._listeners:
            listener.close()
        for folder, mode in self._opened:
            folder.chmod(mode)
        self._canary.unlink()
        del os.environ["HOSTILE_CANARY"]

    def words(self) -> dict[str, str]:
        """What the programs' @WORDS@ stand for; SECRET and ANSWER are new at every call."""
        return {
            "CANARY": str(self._canary),
            "TOKEN": self.token,
            "TCP": str(self._port),
            "ABSTRACT": self._abstract,
            "UNIX": str(self._path),
            "PROJECT": str(PROJECT),
            "SECRET": secrets.token_hex(12),
            "ANSWER": secrets.token_hex(12),
        }

    @staticmethod
    def _open_the_way(folder: Path) -> list[tuple[Path, int]]:
        """Let every uid walk to `folder`: a wall must stop the programs, not the modes of pytest's directories."""
        opened = []
        for step in (folder, *folder.parents):
            mode = step.stat().st_mode & 0o7777
            if not mode & 0o005 and step.owner() == folder.owner():
                opened.append((step, mode))
                step.chmod(mode | 0o055)
        return opened

    @staticmethod
    def _unix(name: str) -> socket.socket:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(name)
        listener.listen()
        return listener

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                connection.sendall(self.token.encode())
