"""A box of the pool's while somebody has it: its compile cache and its core."""

import hashlib
from typing import Protocol

from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from executor.core.sandbox import Compiled, Outcome
from executor.sandboxes.stock import Kept

MOST_ARTIFACTS, MOST_SOURCES = 16, 64  # that one box keeps: compiled, or sources as they are
DISK_FULL = (b"No space left on device", b"Disk full")  # of linkers, compilers and runtimes; of Mono


class Lender(Protocol):
    """What a loan needs of its pool."""

    def exchange(self, lent: Kept) -> Kept: ...

    def give_back(self, lent: Kept, core: int | None, mib: int, *, reusable: bool) -> None: ...
    def better_core(self, core: int | None) -> int | None: ...


class PooledBox:
    """A box on loan: `close` gives it back."""

    def __init__(self, pool: Lender, kept: Kept, core: int | None, mib: int) -> None:
        self._pool, self._kept, self._mib, self._lent = pool, kept, mib, True
        self.id = kept.box.id
        self.core = kept.box.core = core

    @property
    def reusable(self) -> bool:
        return self._kept.box.reusable

    @reusable.setter
    def reusable(self, value: bool) -> None:
        self._kept.box.reusable = value

    def compile(self, source: str, limits: Limits) -> Compiled:
        """As the box does, but the same source is compiled once in a box's life."""
        digest = _digest(source)
        found = self._kept.compiled.get(digest)
        if found is not None:
            self._kept.compiled[digest] = self._kept.compiled.pop(digest)  # the last to be forgotten
            return Compiled(found.artifact, found.outcome, cached=True)
        self._make_room()
        self._choose_core()
        compiled = self._kept.box.compile(source, limits)
        if self._kept.compiled and _is_full(compiled):
            self._kept = self._pool.exchange(self._kept)
            self.id, self._kept.box.core = self._kept.box.id, self.core
            compiled = self._kept.box.compile(source, limits)
        if compiled.artifact is not None:
            self._kept.compiled[digest] = compiled
        return compiled

    def run(self, artifact: str, stdin: bytes, limits: Limits) -> Outcome:
        self._choose_core()
        return self._kept.box.run(artifact, stdin, limits)

    def export(self, artifact: str) -> bytes:
        return self._kept.box.export(artifact)

    def adopt(self, source: str, exported: bytes) -> str:
        """As the box does; a source that this box has already is not taken over again."""
        digest = _digest(source)
        found = self._kept.compiled.get(digest)
        if found is not None and found.artifact is not None:
            return found.artifact
        self._make_room()
        artifact = self._kept.box.adopt(source, exported)
        self._kept.compiled[digest] = Compiled(artifact)
        return artifact

    def forget(self, artifact: str) -> None:
        self._kept.compiled = {key: one for key, one in self._kept.compiled.items() if one.artifact != artifact}
        self._kept.box.forget(artifact)

    def alive(self) -> bool:
        return self._lent and self._kept.box.alive()

    def close(self) -> None:
        if self._lent:
            self._lent = False
            self._pool.give_back(self._kept, self.core, self._mib, reusable=self.reusable)

    def _make_room(self) -> None:
        """For one more artifact: that which was not asked for the longest is forgotten."""
        most = MOST_ARTIFACTS if LANGUAGES[self._kept.language].compiled else MOST_SOURCES
        if len(self._kept.compiled) >= most:
            oldest = next(iter(self._kept.compiled.values()))
            self.forget(oldest.artifact or "")

    def _choose_core(self) -> None:
        """A core that was shared is left as soon as another is idle."""
        self.core = self._kept.box.core = self._pool.better_core(self.core)


def _digest(source: str) -> bytes:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()


def _is_full(compiled: Compiled) -> bool:
    """Whether it did not compile because earlier artifacts fill the box: in a fresh one it may."""
    outcome = compiled.outcome
    said = b"" if outcome is None else outcome.stdout + outcome.stderr
    return compiled.artifact is None and any(mark in said for mark in DISK_FULL)
