"""Tests of "Contracts with a pause"."""

import random
from collections.abc import Iterator

RNG = random.Random(3101)
Contract = tuple[int, int, int]


def case(pause: int, contracts: list[Contract]) -> str:
    rows = [f"{first} {last} {fee}" for first, last, fee in contracts]
    return "\n".join([f"{len(contracts)} {pause}", *rows]) + "\n"


def market(n: int, days: int, longest: int, fee: int) -> list[Contract]:
    firsts = [RNG.randint(1, days) for _ in range(n)]
    return [(first, min(days, first + RNG.randrange(longest)), RNG.randint(1, fee)) for first in firsts]


def row(n: int, length: int, gap: int, fee: int) -> list[Contract]:
    """Contracts one after the other, with `gap` free days between two, in random order."""
    starts = [1 + i * (length + gap) for i in range(n)]
    RNG.shuffle(starts)
    return [(start, start + length - 1, fee) for start in starts]


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-one-large", case(2, [(1, 4, 30), (3, 9, 80), (8, 12, 40), (20, 25, 60)])
    yield "sample-fewer", case(1, [(1, 3, 20), (6, 8, 20), (1, 8, 40), (12, 15, 25), (11, 18, 10)])
    yield "hidden-one-contract", case(0, [(1, 1, 1)])
    yield "hidden-no-pause", case(0, row(40, 3, 0, 7))
    yield "hidden-pause-just-fits", case(5, row(60, 4, 5, 9))
    yield "hidden-pause-just-too-long", case(5, row(60, 4, 4, 9))
    yield "hidden-short-beats-long", case(1, [(1, 100, 99), *((10 * i + 1, 10 * i + 8, 12) for i in range(10))])
    yield "hidden-single-days", case(2, [(day, day, 1 + day * day % 17) for day in range(1, 400)])
    yield "hidden-equal-sums", case(0, [(a, b, b - a + 1) for a in range(1, 30) for b in range(a, 30)])
    yield "hidden-high-fees", case(10, row(300, 50, 12, 1_000_000_000))
    yield "hidden-endless-pause", case(1_000_000_000, market(200, 1_000_000_000, 9_000, 800))
    yield "hidden-ordinary", case(7, market(1500, 2_500, 60, 5_000))
    yield "hidden-busy-market", case(0, market(14_500, 9_999, 9, 99))
    yield "hidden-wide-calendar", case(400_000, market(800, 1_000_000_000, 4_000_000, 1_000_000_000))
