"""The events of one run as messages for its topic: numbered, batched, at most twenty a second."""

import threading
import time
from collections.abc import Sequence
from typing import Any

from executor.core.job import Case, CompileDone, CompileStarted, Event, Report, TestDone
from executor.models import Run
from executor.publish import publish
from executor.stored import flat

BURST, EVERY = 5, 1 / 14  # messages at once; seconds between two after that: with the last one at most 20 in a second


class EventSender:
    """Called by `judge` for every event. Between bursts a timer sends what is left, so that nothing waits long."""

    def __init__(self, run: Run, cases: Sequence[Case]) -> None:
        self._run, self._cases = run, cases
        self._lock = threading.Lock()
        self._seq, self._paced_at, self._room = 0, 0.0, float(BURST)
        self._tests: list[dict[str, Any]] = []
        self._compile: dict[str, str] | None = None
        self._timer: threading.Timer | None = None
        self._silent = False

    def __call__(self, event: Event) -> None:
        if not self._run.topic:
            return
        with self._lock:
            if not self._silent:
                self._take(event)
                self._pace()

    def done(self, report: Report) -> None:
        """The last message, after the report is in the database."""
        if not self._run.topic:
            return
        with self._lock:
            self._silent = True
            if self._timer:
                self._timer.cancel()
            passed = {"passed": report.passed, "total": len(self._cases)}
            self._send("done", done={"verdict": report.verdict.value, "message": report.message, **passed})

    def drop(self) -> None:
        """Say no more: somebody else judges the run."""
        with self._lock:
            self._silent = True
            if self._timer:
                self._timer.cancel()

    def waits(self) -> None:
        """The last message after the run was given back: what was told is void. Its next attempt numbers anew."""
        self.drop()
        if self._run.topic:
            with self._lock:
                self._tests, self._compile = [], None
                self._send("queued")

    def _late(self) -> None:
        with self._lock:
            self._timer = None
            if (self._tests or self._compile) and not self._silent:
                self._pace()

    def _pace(self) -> None:
        """Send what there is if there is room for a message; else when there will be."""
        now = time.monotonic()
        self._room = min(float(BURST), self._room + (now - self._paced_at) / EVERY)
        self._paced_at = now
        if self._room >= 1:
            self._room -= 1
            self._send("running")
        elif self._timer is None:
            self._timer = threading.Timer((1 - self._room) * EVERY, self._late)
            self._timer.daemon = True
            self._timer.start()

    def _take(self, event: Event) -> None:
        match event:
            case CompileStarted():
                self._compile = {"state": "started", "output": ""}
            case CompileDone(ok, output, _):
                self._compile = {"state": "ok" if ok else "failed", "output": output}
            case TestDone(index, result):
                hidden = self._cases[index].hidden
                self._tests.append({"index": index, "hidden": hidden, **flat(result)})

    def _send(self, state: str, **more: Any) -> None:
        self._seq += 1
        message: dict[str, Any] = {"type": "run.update", "run_id": str(self._run.id), "seq": self._seq, "state": state}
        message |= {"tests": self._tests, "total": len(self._cases), **more}
        if self._compile:
            message["compile"] = self._compile
        self._tests, self._compile = [], None
        publish(self._run.topic, message)
