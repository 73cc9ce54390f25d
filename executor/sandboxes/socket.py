"""The socket sandbox: an agent that already runs beside us listens on a Unix socket; one connection is one box.

For a sidecar in Kubernetes, Azure Container Apps or compose, where no engine can be driven. The walls around the agent
are whoever's who started it; the agent says what it finds, and `probe` reports it.
"""

import itertools
import os
import socket as sockets
import threading

from executor.core.limits import Limits
from executor.core.sandbox import BoxFault, LanguageAbsent, SandboxInfo
from executor.sandboxes.stream import SocketConnection, StreamBox

CONNECT_SECONDS = 10


class SocketSandbox:
    """Opens boxes in the agent that listens at `path`."""

    name = "socket"

    def __init__(self, *, path: str) -> None:
        self._path = path
        self._numbers = itertools.count(1)
        self._open_boxes: set[_TrackedConnection] = set()
        self._info: SandboxInfo | None = None
        self._probing = threading.Lock()

    def open(self, language: str, limits: Limits, tenant: str) -> StreamBox:
        if language not in self.probe().languages:
            raise LanguageAbsent(language, self.name)
        return self._open(language).warm_up(limits)

    def why_not(self) -> str:
        """In one sentence why no box can be opened here; "" when one can."""
        if not self._path:
            return "EXECUTOR_SOCKET does not name the agent's socket"
        try:
            self._connected().close()
        except OSError as error:
            return f"no agent listens at {self._path}: {error}"
        return ""

    def spare(self, language: str, limits: Limits, tenant: str, own: bool) -> StreamBox | None:
        return None  # only a pool has any

    def probe(self) -> SandboxInfo:
        with self._probing:
            if self._info is None:
                box = self._open("python")
                try:
                    self._info = box.probe(self.name)
                finally:
                    box.close()
            return self._info

    def close(self) -> None:
        for connection in list(self._open_boxes):
            connection.close()

    def _open(self, language: str) -> StreamBox:
        try:
            connected = self._connected()
        except OSError as error:
            raise BoxFault(f"no agent listens at {self._path}: {error}") from error
        connection = _TrackedConnection(connected, self._open_boxes)
        return StreamBox(connection, language, f"socket-{os.getpid()}-{next(self._numbers)}")

    def _connected(self) -> sockets.socket:
        connected = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
        try:
            connected.settimeout(CONNECT_SECONDS)
            connected.connect(self._path)
        except OSError:
            connected.close()
            raise
        return connected


class _TrackedConnection(SocketConnection):
    """A connection that the sandbox can still find when it is closed itself."""

    def __init__(self, connected: sockets.socket, among: set["_TrackedConnection"]) -> None:
        super().__init__(connected)
        self._among = among
        among.add(self)

    def close(self) -> None:
        self._among.discard(self)
        super().close()
