"""Tests of "Best sustained rate"."""

import random
from collections.abc import Iterator

RNG = random.Random(3303)


def case(k: int, records: list[int]) -> str:
    return f"{len(records)} {k}\n{' '.join(map(str, records))}\n"


def noise(n: int, low: int, high: int) -> list[int]:
    return [RNG.randint(low, high) for _ in range(n)]


def bursts(n: int, length: int, quiet: int, busy: int) -> list[int]:
    """Quiet and busy stretches of up to `length` seconds, in turn."""
    records: list[int] = []
    level = quiet
    while len(records) < n:
        records += [level + RNG.randrange(quiet) for _ in range(RNG.randint(1, length))]
        level = quiet + busy - level
    return records[:n]


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-plain", case(2, [3, 8, 9, 1, 6, 4])
    yield "sample-whole", case(3, [10, 20, 31])
    yield "hidden-one-second", case(1, [7])
    yield "hidden-single-peak", case(1, [5, 1, 12, 12, 3, 0])
    yield "hidden-longer-is-better", case(2, [9, 6, 9, 0, 0, 8, 7, 7])
    yield "hidden-two-peaks", case(3, [0, 90, 0, 0, 91, 0, 0, 0, 0])
    yield "hidden-nothing-written", case(4, [0] * 15)
    yield "hidden-constant", case(6, [1_000_000] * 20)
    yield "hidden-almost-all", case(99, noise(100, 0, 1_000_000))
    yield "hidden-noise", case(50, noise(3000, 0, 1000))
    yield "hidden-bursts", case(60, bursts(4000, 150, 1000, 60_000))
    yield "hidden-long-measurement", case(700, bursts(24_000, 2500, 200, 900))
    yield "hidden-sparse", case(40, [1_000_000 * (second % 33 == 0) for second in range(3000)])
