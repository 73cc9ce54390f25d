"""A worker: claims runs and judges them. The only place that joins core, sandboxes and models."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, close_old_connections

from executor import beats, queue
from executor.core.job import Job, Report
from executor.core.judge import Cancelled, judge
from executor.core.sandbox import BoxFault, LanguageAbsent, Sandbox, SandboxInfo
from executor.core.verdicts import Verdict
from executor.errors import Refusal
from executor.events import EventSender
from executor.listening import Listener
from executor.models import Run
from executor.sandboxes.choose import choose, pool_of, wanted, why_not
from executor.sandboxes.pool import Pool
from executor.services import job_of
from executor.waking import work

log = logging.getLogger(__name__)

IDLE_POLL = 0.2  # seconds until a free worker looks into the queue by itself, where other processes cannot wake it
HEARD_POLL = 2.0  # the same where they can
BEAT_EVERY = 10.0
LOOK_AGAIN = 2.0  # seconds until a sandbox that was away is tried again
DRAIN_SECONDS = 15.0
FAULT_PAUSES = (1.0, 4.0)  # seconds before a run whose box broke is tried again: what broke it may still go on
RECORD_PAUSES = (0.2, 1.0, 3.0, 9.0)  # seconds between tries to reach a database that is away


class Worker:
    """`slots` runs at once; threads that keep leases, look after sandbox and lost runs, and hear other processes.

    There are twice as many judging threads: while one writes down its report, another claims and judges in its slot.

    sandbox: None chooses by the settings, again and again until one works.
    """

    def __init__(self, *, slots: int, sandbox: Sandbox | None = None) -> None:
        self.name = f"{socket.gethostname()[:64]}:{os.getpid()}"
        self.slots = slots
        self._sandbox = sandbox
        self._pool: Pool | None = None
        self._info = SandboxInfo(name="")
        self._reason = ""  # why nothing can be run; "" while that is not known either
        self._ready = threading.Event()
        self._stopping = threading.Event()  # claim nothing more
        self._cancel = threading.Event()  # give back what is being judged
        self._over = threading.Event()  # no run is left: leases need not be kept
        self._look = threading.Event()  # wakes the thread that looks after the sandbox
        self._claims: dict[UUID, int] = {}
        self._lock = threading.Lock()
        self._free_slots = threading.Semaphore(slots)
        self._listener = Listener()
        self._judging: list[threading.Thread] = []
        self._keeping: list[threading.Thread] = []

    # --- life ---

    def start(self) -> None:
        """Start the threads. ImproperlyConfigured where the settings name no sandbox."""
        wanted()
        self._listener.start()
        self._judging = [self._thread(f"worker-{n}", self._judge_next, self._stopping) for n in range(2 * self.slots)]
        self._keeping = [
            self._thread("worker-leases", self._keep_leases, self._over),
            self._thread("worker-house", self._keep_house, self._over),
        ]

    def stop(self, timeout: float = DRAIN_SECONDS) -> None:
        """Let the runs under way end, up to `timeout` seconds; then give them back. Removes every box."""
        self._stopping.set()
        self._ready.set()
        work.ring()
        _join(self._judging, timeout)
        self._cancel.set()
        _join(self._judging, 1.0)
        if self._pool:  # a test that still runs ends with its box
            self._pool.close()
        _join(self._judging, 5.0)
        self._over.set()
        self._look.set()
        _join(self._keeping, 5.0)
        self._listener.stop()
        try:
            beats.forget(self.name)
        except DatabaseError:
            log.warning("the database is away: this worker's last beat stays until it is stale")
        close_old_connections()

    def _thread(self, name: str, step: Callable[[], None], until: threading.Event) -> threading.Thread:
        thread = threading.Thread(target=self._repeat, args=(step, until), name=name, daemon=True)
        thread.start()
        return thread

    def _repeat(self, step: Callable[[], None], until: threading.Event) -> None:
        """A thread's life. Its connection goes back between two steps."""
        while not until.is_set():
            close_old_connections()
            try:
                step()
            except Exception:  # the worker's one boundary: a database that is away comes back
                log.exception("a worker met a fault; it goes on")
                until.wait(1.0)
            finally:
                close_old_connections()

    # --- judging ---

    def _judge_next(self) -> None:
        self._ready.wait()
        run: Run | None = None
        try:
            with self._free_slots:
                rung = work.rung
                run = None if self._going_down() else queue.claim(self.name, list(self._info.languages))
                if run is not None:
                    with self._lock:
                        self._claims[run.id] = run.fence
                    job = job_of(run)
                    sender = EventSender(run, job.cases)
                    report = self._judged(job, sender)
            if run is None:
                work.wait(rung, HEARD_POLL if self._listener.hears else IDLE_POLL)
            else:
                self._conclude(run, report, sender)
        finally:
            if run is not None:
                with self._lock:
                    self._claims.pop(run.id, None)

    def _going_down(self) -> bool:
        # Where nobody calls `stop`, the interpreter takes boxes away under our daemon threads: not the boxes' fault.
        return self._stopping.is_set() or not threading.main_thread().is_alive()

    def _judged(self, job: Job, sender: EventSender) -> Report | None:
        """None where we were told to give it back."""
        close_old_connections()  # judging may take long: the connection goes back meanwhile
        try:
            return judge(job, self._boxes(), sender, cancel=self._cancel)
        except Cancelled:
            return None
        except LanguageAbsent as absent:
            return Report(Verdict.INTERNAL_ERROR, message=absent.detail, fault=absent.detail)

    def _conclude(self, run: Run, report: Report | None, sender: EventSender) -> None:
        if report is None:
            sender.drop()
            if queue.put_back(run, counted=False):
                sender.waits()
        elif not report.verdict.is_final and self._given_back(run, report):
            sender.waits()
        elif self._record(run, report):
            sender.done(report)
        else:
            sender.drop()

    def _boxes(self) -> Pool:
        if self._pool is None:
            raise RuntimeError("a run was claimed before the sandbox was ready")
        return self._pool

    def _given_back(self, run: Run, report: Report) -> bool:
        """After a fault of ours: back into the queue, unless it was the last attempt."""
        if self._cancel.is_set() or not threading.main_thread().is_alive():
            queue.put_back(run, counted=False)
            return True
        log.error("run %s, attempt %d: %s", run.id, run.attempts, report.fault)
        why = why_not(self._sandbox)
        if why:  # not this box but the whole sandbox: the attempt does not count, nothing is judged until it is back
            self._reason = why
            self._ready.clear()
            self._look.set()
        elif run.attempts >= queue.MOST_ATTEMPTS:
            return False
        else:
            self._cancel.wait(FAULT_PAUSES[min(run.attempts, len(FAULT_PAUSES)) - 1])
        queue.put_back(run, counted=not why)
        return True

    def _record(self, run: Run, report: Report) -> bool:
        """`queue.record`, which waits for a database that is away: a verdict is not judged twice for that."""
        for pause in RECORD_PAUSES:
            try:
                return queue.record(run, report)
            except (OperationalError, InterfaceError) as away:
                log.warning("run %s is judged but not yet recorded: %s", run.id, away)
                close_old_connections()
                self._over.wait(pause)
        return queue.record(run, report)

    # --- leases, and what we say of ourselves ---

    def _keep_leases(self) -> None:
        with self._lock:
            claims = list(self._claims.items())
        queue.renew(claims)
        self._beat()
        self._over.wait(min(BEAT_EVERY, settings.EXECUTOR_LEASE_SECONDS / 3))

    def _beat(self) -> None:
        able = self._pool is not None and self._ready.is_set()
        if able or self._reason:  # a worker that is only starting refuses nobody
            beats.beat(self.name, slots=self.slots, info=self._info, reason="" if able else self._reason)

    # --- the sandbox, and runs whose worker is lost ---

    def _keep_house(self) -> None:
        if not self._ready.is_set():
            self._get_ready()
            self._beat()
        queue.release_expired()
        queue.give_up_absent()
        beats.forget_old()
        self._look.wait(BEAT_EVERY if self._ready.is_set() else LOOK_AGAIN)
        self._look.clear()

    def _get_ready(self) -> None:
        try:
            if self._sandbox is None:
                self._sandbox = choose()[0]
            self._reason = why_not(self._sandbox)
            if self._reason:
                return
            self._info = self._sandbox.probe()
        except (Refusal, BoxFault) as away:
            self._reason = str(away)
            return
        if self._pool is None:
            self._pool = pool_of(self._sandbox, slots=self.slots, languages=self._info.languages)
        log.info("running code in %s: %s", self._info.name, ", ".join(self._info.languages))
        self._ready.set()


def _join(threads: list[threading.Thread], timeout: float) -> None:
    deadline = time.monotonic() + timeout
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))


_embedded: Worker | None = None
_embedding = threading.Lock()


def start_embedded() -> Worker:
    """The worker inside a server's process; made once however often this is called."""
    global _embedded
    with _embedding:
        if _embedded is None:
            worker = Worker(slots=settings.MAX_WORKERS)
            worker.start()
            _embedded = worker
        return _embedded


def stop_embedded() -> None:
    """Let its runs end and remove its boxes. Twice is normal."""
    global _embedded
    with _embedding:
        if _embedded is not None:
            _embedded.stop()
            _embedded = None
