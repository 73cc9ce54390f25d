"""What changed from one text to the next, as one splice: pure. Offsets count characters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """From `start` on `removed` characters gave way to `inserted`."""

    start: int
    removed: int
    inserted: str


def splice(old: str, new: str) -> Splice:
    """The smallest single replacement that makes `new` of `old`."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return Splice(start, len(old) - start - end, new[start : len(new) - end])


def applied(old: str, change: Splice) -> str:
    return old[: change.start] + change.inserted + old[change.start + change.removed :]


def _common(one: str, other: str) -> int:
    """How many characters both begin with. By halves: slices are compared faster than characters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
