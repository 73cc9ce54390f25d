"""A worker: claims runs and judges them. The only place that joins core, sandboxes and models."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from executor import queue
from executor.core.job import Checker, Job, Report
from executor.core.judge import Cancelled, judge
from executor.core.limits import Limits
from executor.core.sandbox import BoxFault, LanguageAbsent, Sandbox, SandboxInfo
from executor.core.verdicts import Verdict
from executor.errors import Refusal
from executor.events import EventSender
from executor.models import Run, WorkerBeat
from executor.sandboxes.choose import choose
from executor.sandboxes.pool import Pool
from executor.services import cases_of, work_came

log = logging.getLogger(__name__)

IDLE_POLL = 0.2  # seconds until a free worker looks into the queue by itself: other processes cannot wake it
BEAT_EVERY = 10.0
LOOK_AGAIN = 2.0  # seconds until a sandbox that was away is tried again
PLACES_A_SLOT = 4


def job_of(run: Run) -> Job:
    """The frozen job of a row."""
    return Job(
        language=run.language,
        source=run.source,
        cases=cases_of(run),
        limits=Limits.from_json(run.limits),
        checker=Checker(**run.checker),
        stop_at_first_failure=run.stop_at_first_failure,
        tenant=run.tenant,
    )


class Worker:
    """`slots` judging threads and one that keeps house: sandbox, leases, expired runs, the beat.

    sandbox: None chooses by the settings, and again whenever it is away.
    """

    def __init__(self, *, slots: int, sandbox: Sandbox | None = None) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.slots = slots
        self._given = sandbox
        self._pool: Pool | None = None
        self._info = SandboxInfo(name="")
        self._reason = "starting"
        self._ready = threading.Event()
        self._stopped = threading.Event()
        self._cancel = threading.Event()
        self._claims: dict[UUID, int] = {}
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    # --- life ---

    def start(self) -> None:
        loops: list[tuple[str, Callable[[], None]]] = [("worker-house", self._keep_house)]
        loops += [(f"worker-{n}", self._judge_runs) for n in range(self.slots)]
        for name, loop in loops:
            thread = threading.Thread(target=self._loop, args=(loop,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def request_stop(self) -> None:
        self._stopped.set()
        self._ready.set()
        with work_came:
            work_came.notify_all()

    def stop(self, timeout: float = 15.0) -> None:
        """Let the runs under way end, up to `timeout` seconds; then give them back. Removes every box."""
        self.request_stop()
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._cancel.set()
        for thread in self._threads:
            thread.join(5.0)
        if self._pool:
            self._pool.close()
        WorkerBeat.objects.filter(name=self.name).delete()
        close_old_connections()

    def wait(self) -> None:
        """Until `request_stop`."""
        self._stopped.wait()

    def _loop(self, step: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            close_old_connections()
            try:
                step()
            except Exception:  # the worker's one boundary: a database that is away comes back
                log.exception("a worker met a fault; it goes on")
                self._stopped.wait(1.0)
            finally:
                close_old_connections()

    # --- judging ---

    def _judge_runs(self) -> None:
        self._ready.wait()
        run = None if self._stopped.is_set() else queue.claim(self.name)
        if run is None:
            with work_came:
                work_came.wait(IDLE_POLL)
            return
        with self._lock:
            self._claims[run.id] = run.fence
        try:
            self._judge(run)
        finally:
            with self._lock:
                self._claims.pop(run.id, None)

    def _judge(self, run: Run) -> None:
        job = job_of(run)
        sender = EventSender(run, job.cases)
        close_old_connections()  # judging may take long: the connection goes back meanwhile
        try:
            report = judge(job, self._boxes(), sender, cancel=self._cancel)
        except Cancelled:
            queue.put_back(run, counted=False)
            return
        except LanguageAbsent as absent:
            report = Report(Verdict.INTERNAL_ERROR, message=absent.detail, fault=absent.detail)
        if not report.verdict.is_final and self._try_again(run, report):
            return
        if queue.record(run, report):
            sender.done(report)

    def _boxes(self) -> Pool:
        if self._pool is None:
            raise RuntimeError("a run was claimed before the sandbox was ready")
        return self._pool

    def _try_again(self, run: Run, report: Report) -> bool:
        """After a fault of ours: back into the queue, unless it was the last attempt."""
        log.error("run %s, attempt %d: %s", run.id, run.attempts, report.fault)
        why = self._why_not()
        if why:  # not this box but the whole sandbox: the attempt does not count, nothing is judged until it is back
            self._ready.clear()
            self._reason = why
        elif run.attempts >= queue.MOST_ATTEMPTS:
            return False
        queue.put_back(run, counted=not why)
        return True

    def _why_not(self) -> str:
        check: Any = getattr(self._given, "why_not", None)
        return str(check()) if check else ""

    # --- keeping house ---

    def _keep_house(self) -> None:
        if not self._ready.is_set():
            self._get_ready()
        with self._lock:
            claims = list(self._claims.items())
        queue.renew(claims)
        queue.release_expired()
        self._beat()
        pause = min(BEAT_EVERY, settings.EXECUTOR_LEASE_SECONDS / 3)
        self._stopped.wait(pause if self._ready.is_set() else LOOK_AGAIN)

    def _get_ready(self) -> None:
        try:
            if self._given is None:
                self._given = choose()
            self._reason = self._why_not()
            if self._reason:
                return
            self._info = self._given.probe()
        except (Refusal, BoxFault) as away:
            self._reason = str(away)
            return
        if self._pool is None:
            cores = sorted(os.sched_getaffinity(0))
            self._pool = Pool(
                self._given,
                places=self.slots * PLACES_A_SLOT,
                cores=[cores[n % len(cores)] for n in range(self.slots)],
            )
        log.info("running code in %s: %s", self._info.name, ", ".join(self._info.languages))
        self._ready.set()

    def _beat(self) -> None:
        ready = self._ready.is_set()
        WorkerBeat.objects.update_or_create(
            name=self.name,
            defaults={
                "at": timezone.now(),
                "sandbox": self._info.name if ready else "",
                "languages": dict(self._info.languages),
                "protections": dict(self._info.protections),
                "slots": self.slots,
                "reason": "" if ready else self._reason,
            },
        )


_embedded: Worker | None = None
_embedding = threading.Lock()


def start_embedded() -> Worker:
    """The worker inside a server's process; made once however often this is called."""
    global _embedded
    with _embedding:
        if _embedded is None:
            _embedded = Worker(slots=settings.MAX_WORKERS)
            _embedded.start()
        return _embedded


def stop_embedded() -> None:
    global _embedded
    with _embedding:
        if _embedded is not None:
            _embedded.stop()
            _embedded = None
