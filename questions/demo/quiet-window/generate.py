"""Tests of "The quietest window"."""

import random
from collections.abc import Iterator

RNG = random.Random(1202)


def case(k: int, counts: list[int]) -> str:
    return f"{len(counts)} {k}\n{' '.join(map(str, counts))}\n"


def noise(n: int, low: int, high: int) -> list[int]:
    return [RNG.randint(low, high) for _ in range(n)]


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-night", case(3, [40, 12, 9, 7, 30, 8, 11, 25])
    yield "sample-equal", case(2, [5, 1, 4, 3, 2, 6])
    yield "hidden-one-minute", case(1, [17])
    yield "hidden-whole-day", case(6, [3, 1, 4, 1, 5, 9])
    yield "hidden-single-minutes", case(1, [8, 3, 9, 3, 7])
    yield "hidden-last-window", case(3, [9, 9, 9, 8, 8, 1, 1, 1])
    yield "hidden-all-zero", case(4, [0] * 12)
    yield "hidden-busy-site", case(5, noise(40, 900_000_000, 1_000_000_000))
    yield "hidden-everything-at-most", case(7, [1_000_000_000] * 9)
    yield "hidden-many-ties", case(9, noise(2000, 0, 1))
    yield "hidden-busy-day", case(120, noise(1440, 0, 1_000_000_000))
    yield "hidden-long-day", case(25_000, noise(50_000, 0, 99))
    yield "hidden-falling", case(2_500, [6_000 - minute for minute in range(6_000)])
