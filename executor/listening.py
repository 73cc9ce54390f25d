"""What `waking` is within a process, between processes on PostgreSQL: its LISTEN and NOTIFY. Only a shorter way.

A notification may be lost, and SQLite has none: whoever waits looks by himself as well.
"""

import logging
import threading
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from executor.waking import finished, work

log = logging.getLogger(__name__)

WORK, DONE = "executor_work", "executor_done"
RECONNECT_SECONDS = 2.0
LOOK_SECONDS = 1.0  # how soon a listener notices that it is to stop
_listeners: set["Listener"] = set()


def tell_of_work() -> None:
    """When this transaction commits, wake those who judge, here and elsewhere."""
    transaction.on_commit(work.ring)
    _notify(WORK, "")


def tell_of_end(run_id: UUID) -> None:
    """When this transaction commits, wake those who wait for the run, here and elsewhere."""
    transaction.on_commit(lambda: finished.done(run_id))
    _notify(DONE, run_id.hex)


def _notify(channel: str, said: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, said])


def hears() -> bool:
    """Whether this process is told of what others do, so that who waits need not look often."""
    return any(listener.hears for listener in tuple(_listeners))


class Listener:
    """A thread with a connection of its own that hears the notifications of all processes. Does nothing elsewhere."""

    def __init__(self) -> None:
        self.hears = False  # whether what is told comes through now
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if connection.vendor != "postgresql" or self._thread:
            return
        parameters = {**connection.get_connection_params(), "autocommit": True}
        _listeners.add(self)
        self._thread = threading.Thread(target=self._live, args=(parameters,), name="listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        _listeners.discard(self)
        if self._thread:
            self._thread.join(LOOK_SECONDS + 5)

    def _live(self, parameters: Mapping[str, Any]) -> None:
        import psycopg  # not where the database is another

        while not self._stopping.is_set():
            try:
                with psycopg.connect(**parameters) as connected:
                    self._listen(connected)
            except psycopg.Error as error:
                log.warning("notifications are not heard at the moment: %s", error)
                self.hears = False
                self._stopping.wait(RECONNECT_SECONDS)
        self.hears = False

    def _listen(self, connected: Any) -> None:
        for channel in (WORK, DONE):
            connected.execute(f"LISTEN {channel}")
        self.hears = True
        work.ring()  # what came while nobody listened
        while not self._stopping.is_set():
            for heard in connected.notifies(timeout=LOOK_SECONDS):
                if heard.channel == WORK:
                    work.ring()
                else:
                    finished.done(UUID(hex=heard.payload))
                if self._stopping.is_set():
                    return
