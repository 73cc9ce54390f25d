"""Which core a loan of the pool runs on. Not thread-safe: the pool calls it under its own lock."""

from collections.abc import Iterable


class Cores:
    """The cores that one pool may use, and how many loans each carries."""

    def __init__(self, cores: Iterable[int]) -> None:
        self._loans = dict.fromkeys(cores, 0)

    def one_is_idle(self) -> bool:
        """False also where no cores are named: then nothing is known of them."""
        return 0 in self._loans.values()

    def take(self) -> int | None:
        """The core with the fewest loans; None (any) where no cores are named."""
        if not self._loans:
            return None
        core = min(self._loans, key=self._loans.__getitem__)
        self._loans[core] += 1
        return core

    def give(self, core: int | None) -> None:
        if core is not None:
            self._loans[core] -= 1

    def better(self, core: int | None) -> int | None:
        """Where a loan of `core` had best run next: on an idle one, if it shares its own; its loan moves along."""
        if core is None or self._loans[core] < 2 or not self.one_is_idle():
            return core
        self.give(core)
        return self.take()
