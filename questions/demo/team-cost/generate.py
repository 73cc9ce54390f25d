"""Tests of "What a team costs"."""

import random
from collections.abc import Iterator

RNG = random.Random(2303)


def case(managers: list[int], salaries: list[int], asked: list[int]) -> str:
    rows = [f"{manager} {salary}" for manager, salary in zip(managers, salaries)]
    return "\n".join([f"{len(managers)} {len(asked)}", *rows, *map(str, asked)]) + "\n"


def company(n: int, reach: int, renumber: bool = True) -> list[int]:
    """Managers of n employees; the i-th to be hired reports to one of the `reach` hired just before."""
    number = RNG.sample(range(1, n + 1), n) if renumber else list(range(1, n + 1))
    managers = [0] * n
    for i in range(1, n):
        managers[number[i] - 1] = number[RNG.randint(max(0, i - reach), i - 1)]
    return managers


def pay(n: int, highest: int) -> list[int]:
    return [RNG.randint(1, highest) for _ in range(n)]


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-small", case([0, 1, 1, 2, 2], [900, 500, 450, 300, 320], [1, 2, 3, 5])
    yield "sample-ordered", case([0, 1, 2, 2, 1, 5, 5], [80, 60, 40, 41, 55, 30, 35], [2, 5, 1, 2])
    yield "hidden-alone", case([0], [1_000_000_000], [1, 1])
    yield "hidden-head-last", case([3, 1, 0], [10, 20, 40], [1, 2, 3])
    yield "hidden-flat", case([0] + [1] * 299, pay(300, 5000), list(range(1, 301)))
    yield "hidden-high-pay", case(company(60, 3), [1_000_000_000] * 60, list(range(1, 61)))
    yield "hidden-hired-in-order", case(company(400, 40, renumber=False), pay(400, 9000), list(range(400, 0, -1)))
    yield "hidden-ordinary", case(company(700, 50), pay(700, 9000), RNG.choices(range(1, 701), k=900))
    yield "hidden-wide", case(company(900, 900), pay(900, 10**9), RNG.choices(range(1, 901), k=500))
    yield "hidden-deep", case(company(900, 2), pay(900, 10**9), RNG.choices(range(1, 901), k=500))
    down = list(range(2000))
    yield "hidden-chain-in-order", case(down, pay(2000, 99), RNG.choices(range(1, 2001), k=200))
    managers = [*range(2, 13_001), 0]
    yield "hidden-long-chain", case(managers, pay(13_000, 9), RNG.choices(range(10_000, 13_001), k=10_000))
