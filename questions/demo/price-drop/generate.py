"""Tests of "Waiting for a lower price"."""

import random
from collections.abc import Iterable, Iterator

RNG = random.Random(2404)


def case(prices: Iterable[int]) -> str:
    row = list(map(str, prices))
    return f"{len(row)}\n{' '.join(row)}\n"


def noise(n: int, low: int, high: int) -> list[int]:
    return [RNG.randint(low, high) for _ in range(n)]


def walk(n: int, start: int, step: int) -> list[int]:
    prices = [start]
    while len(prices) < n:
        prices.append(max(1, prices[-1] + RNG.randint(-step, step)))
    return prices


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-week", case([50, 47, 52, 60, 49, 45, 48])
    yield "sample-valley", case([9, 7, 4, 2, 3, 5, 8, 6])
    yield "hidden-one-day", case([1_000_000_000])
    yield "hidden-constant", case([7] * 25)
    yield "hidden-equal-then-lower", case([5, 5, 6, 5, 5, 4, 4, 3])
    yield "hidden-rising", case(range(1, 41))
    yield "hidden-falling", case(range(40, 0, -1))
    yield "hidden-last-is-lowest", case([*range(100, 300), 99])
    yield "hidden-few-levels", case(noise(2000, 1, 4))
    yield "hidden-walk", case(walk(2000, 50_000, 40))
    yield "hidden-noise", case(noise(1500, 1, 1_000_000_000))
    yield "hidden-never-lower", case(sorted(noise(30_000, 1, 9_999)))
    yield "hidden-saw", case(1000 + day % 500 - day // 500 for day in range(5_000))
