"""Tests of "Fares and vouchers"."""

import random
from collections.abc import Iterator

RNG = random.Random(3202)
Line = tuple[int, int, int]


def case(n: int, vouchers: int, lines: list[Line]) -> str:
    rows = [f"{a} {b} {fare}" for a, b, fare in lines]
    return "\n".join([f"{n} {len(lines)} {vouchers}", *rows]) + "\n"


def coast(n: int, fare: int) -> list[Line]:
    """One line between each town and the next."""
    return [(town, town + 1, RNG.randint(1, fare)) for town in range(1, n)]


def region(n: int, m: int, reach: int, fare: int) -> list[Line]:
    """A coast, and further lines between towns whose numbers differ by at most `reach`."""
    lines = coast(n, fare)
    while len(lines) < m:
        a = RNG.randint(1, n - 1)
        b = RNG.randint(a + 1, min(n, a + reach))
        lines.append((b, a, RNG.randint(1, fare * (b - a))))
    RNG.shuffle(lines)
    return lines


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-one-voucher", case(5, 1, [(1, 2, 50), (2, 5, 30), (1, 3, 10), (3, 4, 55), (4, 5, 8), (2, 4, 90)])
    yield "sample-no-way", case(4, 2, [(1, 2, 5), (3, 4, 5)])
    yield "hidden-no-lines", case(2, 3, [])
    yield "hidden-one-line", case(2, 1, [(2, 1, 1_000_000_000)])
    yield "hidden-parallel-lines", case(3, 1, [(1, 2, 9), (2, 1, 4), (2, 3, 7), (3, 2, 5), (1, 3, 1000)])
    yield "hidden-dear-shortcut", case(5, 1, [(1, 2, 5), (2, 3, 5), (3, 4, 5), (4, 5, 5), (1, 4, 60), (1, 3, 80)])
    yield "hidden-no-vouchers", case(60, 0, region(60, 150, 20, 100))
    yield "hidden-two-vouchers", case(80, 2, region(80, 200, 30, 100))
    yield "hidden-three-vouchers", case(300, 3, region(300, 800, 60, 1000))
    yield "hidden-long-coast", case(2000, 2, [(a, b, 999_999_000 + fare) for a, b, fare in coast(2000, 1000)])
    yield "hidden-short-hops", case(700, 3, region(700, 1500, 4, 50))
    yield "hidden-large-region", case(4000, 3, region(4000, 6500, 12, 99))
    yield "hidden-islands", case(900, 3, [(a, b, fare) for a, b, fare in region(900, 1200, 9, 50) if b != a + 1])
