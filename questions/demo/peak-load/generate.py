"""Tests of "Peak memory"."""

import random
from collections.abc import Iterator

RNG = random.Random(2101)
Job = tuple[int, int, int]


def case(jobs: list[Job]) -> str:
    return f"{len(jobs)}\n" + "".join(f"{start} {end} {memory}\n" for start, end, memory in jobs)


def night(n: int, day: int, longest: int, memory: int) -> list[Job]:
    starts = [RNG.randint(0, day) for _ in range(n)]
    return [(start, start + RNG.randint(1, longest), RNG.randint(1, memory)) for start in starts]


def relay(n: int, step: int, memory: int) -> list[Job]:
    """Jobs that follow each other: the next starts at the moment when the last ends."""
    jobs = [(i * step, (i + 1) * step, memory + i % 3) for i in range(n)]
    RNG.shuffle(jobs)
    return jobs


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-three-jobs", case([(10, 40, 300), (20, 35, 500), (60, 90, 700)])
    yield "sample-equal-peaks", case([(50, 80, 4), (5, 20, 3), (70, 95, 2), (8, 12, 3), (100, 130, 5)])
    yield "hidden-one-job", case([(0, 1, 1)])
    yield "hidden-relay", case(relay(40, 15, 100))
    yield "hidden-handover", case([(0, 300, 70), (300, 600, 60), (300, 310, 20), (299, 300, 5)])
    yield "hidden-same-start", case([(7, 8 + i, 11 * (i + 1)) for i in range(20)])
    yield "hidden-same-end", case([(i, 20, 5) for i in range(20)])
    yield "hidden-nested", case([(i, 200 - i, i + 1) for i in range(90)])
    yield "hidden-large-memory", case([(i, 10**9 - i, 10**9 - i) for i in range(60)])
    yield "hidden-short-minutes", case(night(800, 60, 3, 9))
    yield "hidden-ordinary-night", case(night(1500, 86_400, 7_200, 4_096))
    yield "hidden-sparse", case(night(400, 999_000_000, 900_000, 1_000_000_000))
    crowd = [(RNG.randint(0, 40_000), RNG.randint(50_000, 99_999), RNG.randint(1, 9)) for _ in range(15_000)]
    yield "hidden-crowded-night", case(crowd)
