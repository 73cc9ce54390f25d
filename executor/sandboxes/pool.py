"""A bounded pool of boxes. A box serves one tenant and one language in its life; it waits warm for that tenant's
next run, up to a time, or until another needs its place. It is a Sandbox itself, so `judge` does not know of it.
"""

import hashlib
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from executor.core.limits import Limits
from executor.core.sandbox import Box, BoxFault, Compiled, Outcome, Sandbox, SandboxInfo

PLACE_SECONDS = 60.0  # how long `open` waits for a place
MOST_ARTIFACTS = 16  # in one box, which is given up after them


@dataclass(slots=True)
class _Kept:
    """A box of the pool's: whose it is, what it was opened for, what it has compiled."""

    box: Box
    key: tuple[str, str]  # language, tenant
    memory_mib: int
    idle_since: float = 0.0
    compiled: dict[bytes, Compiled] = field(default_factory=dict)  # by SHA-256 of the source


class PooledBox:
    """A box on loan: `close` gives it back."""

    def __init__(self, pool: "Pool", kept: _Kept, core: int | None) -> None:
        self._pool, self._kept, self._lent = pool, kept, True
        self.id = kept.box.id
        self.core = kept.box.core = core

    @property
    def reusable(self) -> bool:
        return self._kept.box.reusable and len(self._kept.compiled) < MOST_ARTIFACTS

    @reusable.setter
    def reusable(self, value: bool) -> None:
        self._kept.box.reusable = value

    def compile(self, source: str, limits: Limits) -> Compiled:
        """As the box does, but the same source is compiled once in a box's life."""
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()
        found = self._kept.compiled.get(digest)
        if found is not None:
            return Compiled(found.artifact, found.outcome, cached=True)
        compiled = self._kept.box.compile(source, limits)
        if compiled.artifact is not None:
            self._kept.compiled[digest] = compiled
        return compiled

    def run(self, artifact: str, stdin: bytes, limits: Limits) -> Outcome:
        return self._kept.box.run(artifact, stdin, limits)

    def close(self) -> None:
        if self._lent:
            self._lent = False
            self._pool.give_back(self._kept, self.core, reusable=self.reusable)


class Pool:
    """At most `places` boxes, each with a core of `cores` while it is lent; idle ones live `idle_seconds`.

    Removal happens off the caller's path, in a thread of the pool's own.
    """

    def __init__(
        self, sandbox: Sandbox, *, places: int, idle_seconds: float = 120.0, cores: Sequence[int] = ()
    ) -> None:
        self.name = sandbox.name
        self._sandbox, self._places, self._idle_seconds = sandbox, places, idle_seconds
        self._free_cores = list(cores)
        self._idle: list[_Kept] = []  # longest idle first
        self._taken = 0  # places: lent, idle or being opened
        self._closed = False
        self._changed = threading.Condition()
        self._removed: queue.SimpleQueue[Box | None] = queue.SimpleQueue()
        self._remover = threading.Thread(target=self._remove, name="pool-remover", daemon=True)
        self._remover.start()

    def open(self, language: str, limits: Limits, tenant: str) -> Box:
        """The tenant's own warm box, else a new one. BoxFault when no place gets free in time."""
        key = (language, tenant)
        with self._changed:
            kept = self._claim(key, limits)
            core = self._free_cores.pop(0) if self._free_cores else None
        if kept is None:
            try:
                kept = _Kept(self._sandbox.open(language, limits, tenant), key, limits.memory_mib)
            except BaseException:
                self._release(core)
                raise
        return PooledBox(self, kept, core)

    def probe(self) -> SandboxInfo:
        return self._sandbox.probe()

    def close(self) -> None:
        """Remove idle boxes now, and lent ones when they come back; then close the sandbox behind."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._retire(self._idle[:])
        self._removed.put(None)
        self._remover.join()
        self._sandbox.close()

    def give_back(self, kept: _Kept, core: int | None, *, reusable: bool) -> None:
        """Called by a loan that ends."""
        with self._changed:
            keep = reusable and not self._closed
            if keep:
                kept.idle_since = time.monotonic()
                self._idle.append(kept)
                if core is not None:
                    self._free_cores.append(core)
                self._changed.notify()
        if not keep:
            self._release(core)
            if self._closed:
                kept.box.close()
            else:
                self._removed.put(kept.box)

    def _claim(self, key: tuple[str, str], limits: Limits) -> _Kept | None:
        """The tenant's warm box; or None and a place for a new one, where need be that of the longest idle."""
        deadline = time.monotonic() + PLACE_SECONDS
        while True:
            for kept in reversed(self._idle):
                if kept.key == key and kept.memory_mib >= limits.memory_mib:
                    self._idle.remove(kept)
                    return kept
            if self._taken >= self._places and self._idle:
                self._retire(self._idle[:1])
            if self._taken < self._places:
                self._taken += 1
                return None
            if not self._changed.wait(deadline - time.monotonic()):
                raise BoxFault(f"no place for another box within {PLACE_SECONDS:g} s")

    def _retire(self, boxes: list[_Kept]) -> None:
        for kept in boxes:
            self._idle.remove(kept)
            self._taken -= 1
            self._removed.put(kept.box)

    def _release(self, core: int | None) -> None:
        with self._changed:
            self._taken -= 1
            if core is not None:
                self._free_cores.append(core)
            self._changed.notify()

    def _remove(self) -> None:
        """The remover's life: close what was retired, retire what has been idle too long."""
        while True:
            try:
                box = self._removed.get(timeout=max(0.05, self._idle_seconds / 4))
            except queue.Empty:
                self._retire_stale()
                continue
            if box is None:
                return
            box.close()

    def _retire_stale(self) -> None:
        with self._changed:
            latest = time.monotonic() - self._idle_seconds
            self._retire([kept for kept in self._idle if kept.idle_since <= latest])
