"""A pool of boxes within a budget of memory. It is a Sandbox itself, so `judge` does not know of it.

A box is of one language and, in scope `candidate`, serves one tenant in its life; it waits warm for his next run.
Boxes of nobody's wait per language, so that a first run is warm too. Opening those and removing any happens in the
pool's own threads, off the caller's path.
"""

import logging
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum

from executor.core.custom_checker import TENANT as CHECKER
from executor.core.limits import Limits
from executor.core.sandbox import Box, BoxFault, LanguageAbsent, Sandbox, SandboxInfo
from executor.sandboxes.cores import Cores
from executor.sandboxes.loan import PooledBox
from executor.sandboxes.memory import default_budget, weight
from executor.sandboxes.stock import Kept, Stock

log = logging.getLogger(__name__)

ROOM_SECONDS = 60.0  # how long `open` waits for memory
EVERYBODY = ":everybody:"  # whose boxes are in scope `shared`
REFILL_PAUSES = (2.0, 30.0)  # seconds after a box that could not be opened ahead: the first, the longest


class Scope(StrEnum):
    """Who may share a box: nobody, the runs of one tenant, or everybody (trusted code and benchmarks)."""

    SUBMISSION = "submission"
    CANDIDATE = "candidate"
    SHARED = "shared"


class Pool:
    """Boxes of `sandbox` that together weigh at most `memory_mib` (0: half of the machine); at most `most`, if not 0.

    A lent box counts with its run's memory limit. cores: those that runs may use; each loan has one of its own while
    there are enough. ahead: boxes of nobody's that wait per language in use, and per language of `always`.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        scope: Scope = Scope.CANDIDATE,
        memory_mib: int = 0,
        most: int = 0,
        idle_seconds: float = 600.0,
        cores: Sequence[int] = (),
        ahead: int = 0,
        always: Mapping[str, Limits] | None = None,
    ) -> None:
        self.name = sandbox.name
        self._sandbox, self._scope, self._idle_seconds = sandbox, scope, idle_seconds
        self._stock = Stock(
            budget_mib=memory_mib or default_budget(),
            most=most,
            ahead=ahead,
            always=always or {},
            idle_seconds=idle_seconds,
        )
        self._cores = Cores(cores)
        self._closing = threading.Event()
        lock = threading.RLock()
        self._room = threading.Condition(lock)  # told when memory or a box comes back
        self._short = threading.Condition(lock)  # told when boxes may have to be opened ahead
        self._removed: queue.SimpleQueue[Box | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=work, name=f"pool-{work.__name__.strip('_')}", daemon=True)
            for work in (self._refill, self._remove)
        ]
        for thread in self._threads:
            thread.start()

    def open(self, language: str, limits: Limits, tenant: str) -> Box:
        """The tenant's own warm box, else one of nobody's, else a new one. BoxFault when no room gets free in time."""
        lent_mib = weight(language) + limits.memory_mib
        with self._room:
            self._stock.asked(language, limits, time.monotonic())
            found = self._claim(language, limits, self._owner(tenant))
            self._stock.lend(lent_mib)
            core = self._cores.take()
            self._short.notify()
        if found is None:
            try:
                found = Kept.opened(self._sandbox.open(language, limits, tenant), language, limits)
            except BaseException:
                self._release(core, lent_mib)
                raise
        return self._lend(found, limits, tenant, core, lent_mib)

    def spare(self, language: str, limits: Limits, tenant: str, own: bool) -> Box | None:
        """A second box that waits already, and an idle core with it; None where there is not both. Never waits."""
        with self._room:
            if self._closing.is_set() or not self._cores.one_is_idle() or not self._stock.has_room(limits.memory_mib):
                return None
            owner = self._owner(tenant)
            found = self._living(language, limits, owner)
            if found is None or (own and owner not in (found.tenant, EVERYBODY)):
                return None
            self._stock.idle.remove(found)
            lent_mib = weight(language) + limits.memory_mib
            self._stock.lend(lent_mib)
            core = self._cores.take()
            self._short.notify()
        return self._lend(found, limits, tenant, core, lent_mib)

    def waiting(self) -> int:
        """How many boxes wait for a run."""
        with self._room:
            return len(self._stock.idle)

    def probe(self) -> SandboxInfo:
        return self._sandbox.probe()

    def close(self) -> None:
        """Remove idle boxes now, and lent ones when they come back; then close the sandbox behind."""
        with self._room:
            if self._closing.is_set():
                return
            self._closing.set()
            self._discard(self._stock.idle[:])
            self._stock.idle.clear()
            self._room.notify_all()
            self._short.notify_all()
        self._removed.put(None)
        for thread in self._threads:
            thread.join()
        self._sandbox.close()

    # --- loans ---

    def give_back(self, lent: Kept, core: int | None, mib: int, *, reusable: bool) -> None:
        """Called by a loan that ends."""
        with self._room:
            keep = reusable and not self._closing.is_set() and self._scope is not Scope.SUBMISSION
            if keep:
                lent.since = time.monotonic()
                self._stock.idle.append(lent)
            self._release(core, mib)
        if self._closing.is_set():
            lent.box.close()
        elif not keep:
            self._removed.put(lent.box)

    def exchange(self, lent: Kept) -> Kept:
        """A fresh box in the place of one on loan, which is removed. BoxFault."""
        fresh = Kept.opened(
            self._sandbox.open(lent.language, lent.limits, lent.tenant or ""), lent.language, lent.limits
        )
        fresh.tenant = lent.tenant
        self._discard([lent])
        return fresh

    def better_core(self, core: int | None) -> int | None:
        """The core for the next call of a loan that has `core`."""
        with self._room:
            return self._cores.better(core)

    def _lend(self, found: Kept, limits: Limits, tenant: str, core: int | None, mib: int) -> PooledBox:
        found.tenant, found.limits = self._owner(tenant), limits
        return PooledBox(self, found, core, mib)

    def _owner(self, tenant: str) -> str:
        """Whose box it becomes. A checker's, which is told the expected outputs, is nobody else's in any scope."""
        return EVERYBODY if self._scope is Scope.SHARED and not tenant.startswith(CHECKER) else tenant

    def _claim(self, language: str, limits: Limits, tenant: str) -> Kept | None:
        """A box that waits; or None and room for a new one, where need be that of the longest idle."""
        deadline = time.monotonic() + ROOM_SECONDS
        while not self._closing.is_set():
            found = self._living(language, limits, tenant)
            victims = self._stock.make_room(limits.memory_mib + (0 if found else weight(language)), found)
            if victims is None and tenant.startswith(CHECKER):
                victims = []  # its run holds a box already: two such runs must not wait for each other
            if victims is not None:
                self._discard(victims)
                if found:
                    self._stock.idle.remove(found)
                return found
            if not self._room.wait(deadline - time.monotonic()):
                raise BoxFault(f"no memory for another box within {ROOM_SECONDS:g} s")
        raise BoxFault("the pool is closed")

    def _living(self, language: str, limits: Limits, tenant: str) -> Kept | None:
        """The best box that waits. Those whose agent has gone meanwhile (a restarted engine) are removed."""
        for one in self._stock.matching(language, limits, tenant):
            if one.box.alive():
                return one
            self._stock.idle.remove(one)
            self._discard([one])
        return None

    def _release(self, core: int | None, mib: int) -> None:
        with self._room:
            self._stock.end(mib)
            self._cores.give(core)
            self._room.notify_all()

    # --- the pool's own threads ---

    def _discard(self, boxes: Sequence[Kept]) -> None:
        for one in boxes:
            self._removed.put(one.box)

    def _remove(self) -> None:
        while (box := self._removed.get()) is not None:
            box.close()

    def _refill(self) -> None:
        """Open boxes ahead, one at a time; retire those that have been idle too long or whose agent has gone."""
        first, longest = REFILL_PAUSES
        pause = first
        while not self._closing.is_set():
            short = self._wanted_ahead()
            if short is None or self._open_ahead(*short):
                pause = first
            else:
                self._closing.wait(pause)
                pause = min(2 * pause, longest)

    def _wanted_ahead(self) -> tuple[str, Limits] | None:
        """What to open now, with its memory set aside; None after a while in which there was nothing to do."""
        with self._short:
            now = time.monotonic()
            self._discard(self._stock.stale(now))
            short = self._stock.short(now)
            victims = self._stock.make_room_ahead(weight(short[0])) if short else None
            if short and victims is not None:
                self._discard(victims)
                self._stock.lend(weight(short[0]))
                return short
            if not self._closing.is_set() and not self._short.wait(max(0.05, min(5.0, self._idle_seconds / 4))):
                self._discard(self._stock.dead())
            return None

    def _open_ahead(self, language: str, limits: Limits) -> bool:
        opened: Box | None = None
        absent = False
        try:
            opened = self._sandbox.open(language, limits, "")
        except LanguageAbsent:
            absent = True
        except BoxFault as fault:
            log.warning("no box could be opened ahead for %s: %s", language, fault)
        with self._room:
            if absent:
                self._stock.forget(language)
            self._release(None, weight(language))
            if opened is not None and not self._closing.is_set():
                waiting = Kept.opened(opened, language, limits)
                waiting.since = time.monotonic()
                self._stock.idle.append(waiting)
                return True
        if opened is not None:
            opened.close()
        return False
