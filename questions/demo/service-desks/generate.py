"""Tests of "Service desks"."""

import random
from collections.abc import Iterator

RNG = random.Random(2505)
Visitor = tuple[int, int]


def case(desks: int, visitors: list[Visitor]) -> str:
    rows = [f"{arrival} {service}" for arrival, service in visitors]
    return "\n".join([f"{len(visitors)} {desks}", *rows]) + "\n"


def day(n: int, closing: int, longest: int) -> list[Visitor]:
    arrivals = sorted(RNG.randint(0, closing) for _ in range(n))
    return [(arrival, RNG.randint(1, longest)) for arrival in arrivals]


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-two-desks", case(2, [(0, 30), (5, 10), (6, 10), (20, 40), (28, 5)])
    yield "sample-quiet-hall", case(3, [(10, 50), (20, 50), (21, 9), (40, 2), (45, 1)])
    yield "hidden-one-visitor", case(4, [(1_000_000_000, 1_000_000)])
    yield "hidden-one-desk", case(1, day(60, 300, 20))
    yield "hidden-lower-desk-freed-later", case(2, [(0, 10), (0, 5), (20, 4), (30, 4), (40, 4)])
    yield "hidden-freed-together", case(3, [(0, 9), (0, 9), (0, 9), (1, 5), (2, 5), (9, 5), (14, 1)])
    yield "hidden-all-at-once", case(4, [(100, 1 + i % 7) for i in range(90)])
    yield "hidden-more-desks-than-visitors", case(20_000, day(50, 40, 30))
    yield "hidden-long-queue", case(2, [(0, 1_000_000)] * 900)
    yield "hidden-morning", case(5, day(1200, 9_000, 60))
    yield "hidden-idle-afternoon", case(12, day(1500, 400_000, 1_500))
    yield "hidden-large-hall", case(13_500, day(17_500, 999, 999))
