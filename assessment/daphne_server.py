"""Daphne, with patience: when hundreds come at once, a handshake that is worked on is not broken off after 5 s."""

from typing import Any

from daphne.cli import CommandLineInterface
from daphne.server import Server

HANDSHAKE_WITHIN = 30  # seconds; Daphne has no option for it


class PatientServer(Server):  # type: ignore[misc]
    def __init__(self, *args: Any, **options: Any) -> None:
        wait = {"websocket_handshake_timeout": HANDSHAKE_WITHIN, "websocket_connect_timeout": HANDSHAKE_WITHIN}
        super().__init__(*args, **(options | wait))


class ServeCommand(CommandLineInterface):  # type: ignore[misc]
    server_class = PatientServer
