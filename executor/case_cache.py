"""Decoded case sets of this process, by their hash: bounded, the least recently used goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from executor.core.job import Case

MOST_CHARACTERS = 32 << 20  # of inputs and expected outputs together


class CaseCache:
    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most, self._used = most, 0
        self._kept: OrderedDict[str, tuple[Case, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, sha256: str, load: Callable[[], tuple[Case, ...]]) -> tuple[Case, ...]:
        """What is kept, else what `load` gives, which is kept from then on."""
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
                return self._kept[sha256]
        cases = load()
        with self._lock:
            if sha256 not in self._kept:
                self._kept[sha256] = cases
                self._used += _size(cases)
            while self._used > self._most:
                self._used -= _size(self._kept.popitem(last=False)[1])
        return cases


def _size(cases: tuple[Case, ...]) -> int:
    return sum(len(case.input) + len(case.expected or "") for case in cases)


decoded = CaseCache()
