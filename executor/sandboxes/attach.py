"""The engine's attach stream as a Connection: standard input one way, the multiplexed outputs the other way.

Docker Engine API, `POST /containers/{id}/attach`: after `101 UPGRADED` the connection carries our bytes as they are,
and from the container frames of an eight-byte header (stream number, three zeros, length as a big-endian uint32) and
a payload. Spoken here directly: an HTTP client may read ahead past the header, keeps no deadline for this request,
and closes without a shutdown, which leaves descriptor and container alive.
"""

import contextlib
import socket
import struct
import time
from urllib.parse import urlencode, urlsplit

from executor.sandboxes.stream import is_quiet

MAX_HTTP_HEAD = 64 * 1024
STDOUT, STDERR = 1, 2
STDERR_TAIL = 4096
CHUNK = 256 * 1024
_HEADER = struct.Struct("!BxxxI")


class AttachError(OSError):
    """The engine did not give us the container's streams."""


def connect(base_url: str, timeout: float) -> socket.socket:
    """A socket connected to the engine at `unix:///path` or `tcp://host:port`. OSError when none listens."""
    url = urlsplit(base_url)
    if url.scheme == "unix":
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connected.settimeout(timeout)
            connected.connect(url.path)
        except OSError:
            connected.close()
            raise
        return connected
    if url.scheme == "tcp" and url.hostname:
        return socket.create_connection((url.hostname, url.port or 2375), timeout)
    raise AttachError(f"an engine at {base_url!r} cannot be attached to: unix:// and tcp:// can")


class AttachedConnection:
    """A `stream.Connection` to a container that has not been started yet; nothing it writes is lost then.

    `errors` holds the tail of what the container wrote to its standard error.
    """

    def __init__(self, base_url: str, api_version: str, container: str, timeout: float) -> None:
        self.errors = b""
        self._buffer = b""
        self._stream, self._left = STDOUT, 0
        self._socket = connect(base_url, timeout)
        try:
            self._upgrade(api_version, container, time.monotonic() + timeout)
        except BaseException:
            self._socket.close()
            raise

    def send(self, data: bytes, deadline: float) -> None:
        self._socket.settimeout(_left(deadline))
        self._socket.sendall(data)

    def receive(self, size: int, deadline: float) -> bytes:
        """Between 1 and `size` bytes of standard output; b"" when the container has gone."""
        while True:
            while not self._left:
                if not self._next_header(deadline):
                    return b""
            if not self._buffer and not self._fill(deadline):
                return b""
            part = self._buffer[: self._left if self._stream == STDERR else min(size, self._left)]
            self._buffer = self._buffer[len(part) :]
            self._left -= len(part)
            if self._stream == STDOUT:
                return part
            self.errors = (self.errors + part)[-STDERR_TAIL:]

    def quiet(self) -> bool:
        return not self._buffer and is_quiet(self._socket)

    def close(self) -> None:
        """End both directions at once: while output is unread, the engine neither kills nor removes."""
        with contextlib.suppress(OSError):  # already gone is a normal outcome
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _upgrade(self, api_version: str, container: str, deadline: float) -> None:
        query = urlencode({"stream": 1, "stdin": 1, "stdout": 1, "stderr": 1})
        request = (
            f"POST /v{api_version}/containers/{container}/attach?{query} HTTP/1.1\r\n"
            "Host: docker\r\nContent-Length: 0\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
        )
        self.send(request.encode("ascii"), deadline)
        while b"\r\n\r\n" not in self._buffer:
            if len(self._buffer) > MAX_HTTP_HEAD or not self._fill(deadline):
                raise AttachError("the engine closed the attach request")
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        status = head.split(b"\r\n", 1)[0].decode("latin-1")
        if " 101 " not in f"{status} ":
            raise AttachError(f"the engine refused to attach: {status}")

    def _next_header(self, deadline: float) -> bool:
        while len(self._buffer) < _HEADER.size:
            if not self._fill(deadline):
                return False
        self._stream, self._left = _HEADER.unpack_from(self._buffer)
        if self._stream not in (STDOUT, STDERR):
            raise AttachError(f"stream {self._stream} in the attach stream: is the container a terminal?")
        self._buffer = self._buffer[_HEADER.size :]
        return True

    def _fill(self, deadline: float) -> bool:
        self._socket.settimeout(_left(deadline))
        data = self._socket.recv(CHUNK)
        self._buffer += data
        return bool(data)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
