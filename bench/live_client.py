"""A candidate's page as the benchmark plays it: HTTP and WebSocket by hand, so that the load costs little itself."""

import asyncio
import base64
import json
import os
import struct
from collections.abc import Callable
from typing import Any

CLOSED = "closed"


async def http(port: int, method: str, path: str, *, cookie: str = "", body: str = "") -> tuple[int, bytes]:
    """One request on a connection of its own → status and body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", f"Cookie: {cookie}"]
    if method == "POST":
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
    try:
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        answer = await reader.read()
    finally:
        writer.close()
    head, found, rest = answer.partition(b"\r\n\r\n")
    if not found:
        raise ConnectionError("closed without an answer")
    return int(head.split(b" ", 2)[1]), rest


class Socket(asyncio.Protocol):
    """A WebSocket client: text frames out (masked with zeros, which is allowed and free), whole messages in."""

    def __init__(self, port: int, path: str, cookie: str, on_message: Callable[[Any], None]) -> None:
        self.on_message = on_message
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"User-Agent: bench\r\nCookie: {cookie}\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n"
        )
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request.encode())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.opened.set_exception(ConnectionError(head.split(b"\r\n", 1)[0].decode()))
                self._transport.close()
                return
            self._buffer, self._upgraded = rest, True
            self.opened.set_result(None)
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, at = buffer[1] & 127, 2
        if length > 125:
            at = 4 if length == 126 else 10
            if len(buffer) < at:
                return None
            length = int.from_bytes(buffer[2:at], "big")
        if len(buffer) < at + length:
            return None
        self._buffer = buffer[at + length :]
        return buffer[0] & 15, buffer[at : at + length]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 1:
            self.on_message(json.loads(payload))
        elif opcode == 9:
            self._write(10, payload)
        elif opcode == 8:
            self._transport.close()

    def send(self, text: str) -> None:
        self._write(1, text.encode())

    def _write(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 128 | opcode, 128 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 128 | opcode, 128 | 126, size)
        else:
            head = struct.pack("!BBQ", 128 | opcode, 128 | 127, size)
        self._transport.write(head + b"\0\0\0\0" + payload)

    def connection_lost(self, cause: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(cause or ConnectionError("closed before it was open"))
        self.on_message({"type": CLOSED})

    def close(self) -> None:
        self._transport.close()


async def connect(port: int, path: str, cookie: str, on_message: Callable[[Any], None]) -> Socket:
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: Socket(port, path, cookie, on_message), "127.0.0.1", port)
    await socket.opened
    return socket
