"""Within one process whoever waits is woken at once; between processes the pauses of those who look decide."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID


class Bell:
    """Rung when there is work. A ring between a look and the wait after it is not missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.rung = 0  # how often; read before looking

    def ring(self) -> None:
        with self._condition:
            self.rung += 1
            self._condition.notify_all()

    def wait(self, since: int, timeout: float) -> None:
        """Until it has been rung since `rung` was `since`, or the time is up."""
        with self._condition:
            self._condition.wait_for(lambda: self.rung != since, timeout)


class Waiters:
    """Those who wait for one run each: the end of a run wakes nobody else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: defaultdict[UUID, set[threading.Event]] = defaultdict(set)

    @contextmanager
    def waiting(self, run_id: UUID) -> Iterator[threading.Event]:
        """An event that is set when the run is done. Enter before looking whether it is."""
        event = threading.Event()
        with self._lock:
            self._events[run_id].add(event)
        try:
            yield event
        finally:
            with self._lock:
                self._events[run_id].discard(event)
                if not self._events[run_id]:
                    del self._events[run_id]

    def done(self, run_id: UUID) -> None:
        with self._lock:
            for event in self._events.get(run_id, ()):
                event.set()


work = Bell()
finished = Waiters()
