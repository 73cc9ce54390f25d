"""Daphne, with patience and in a hurry: a handshake may wait, and what nearly every frame is goes a short way."""

from typing import Any

from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

HANDSHAKE_WITHIN = 30  # seconds, when hundreds come at once; Daphne has no option for it
TEXT, MASKED = 0x81, 0x80  # a frame that is a whole text, uncompressed; the second octet's bit


class ShortWayProtocol(WebSocketProtocol):  # type: ignore[misc]
    """autobahn's, which takes a frame through a dozen calls and composes a line of a log that nobody reads."""

    data: bytes

    def dataReceived(self, data: bytes) -> None:
        self._dataReceived(data)

    def processData(self) -> bool:
        between = self.current_frame is None and not self.inside_message and self.state == self.STATE_OPEN
        found = whole_text(self.data) if between and not self.autoPingTimeoutCall else None
        if found is None:  # a part, a ping, a close, or something that breaks the protocol: autobahn knows
            more: bool = super().processData()
            return more
        text, length = found
        self.data = self.data[length:]
        self._onMessage(text, False)
        return len(self.data) > 0


def whole_text(data: bytes) -> tuple[bytes, int] | None:
    """The text (UTF-8) of the frame that `data` begins with, and that frame's octets; None where it is not so simple.

    Simple: one masked frame of less than 64 KiB, all of it there, lengths as short as they can be (RFC 6455, 5.2).
    """
    if len(data) < 6 or data[0] != TEXT or not data[1] & MASKED:
        return None
    size, at = data[1] & 127, 2
    if size == 126:
        size, at = int.from_bytes(data[2:4]), 4
        if size < 126:
            return None
    end = at + 4 + size
    if (size in (0, 127) and at == 2) or len(data) < end:
        return None
    mask = data[at : at + 4] * (size // 4 + 1)
    text = (int.from_bytes(data[at + 4 : end]) ^ int.from_bytes(mask[:size])).to_bytes(size)
    try:
        text.decode()
    except UnicodeDecodeError:
        return None
    return text, end


class PatientServer(Server):  # type: ignore[misc]
    def __init__(self, *args: Any, **options: Any) -> None:
        wait = {"websocket_handshake_timeout": HANDSHAKE_WITHIN, "websocket_connect_timeout": HANDSHAKE_WITHIN}
        super().__init__(*args, **(options | wait))

    def run(self) -> None:
        WebSocketFactory.protocol = ShortWayProtocol
        super().run()


class ServeCommand(CommandLineInterface):  # type: ignore[misc]
    server_class = PatientServer
