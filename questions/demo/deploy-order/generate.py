"""Tests of "Deployment order"."""

import random
from collections.abc import Iterator

RNG = random.Random(2202)
Need = tuple[int, int]


def case(n: int, needs: list[Need]) -> str:
    return f"{n} {len(needs)}\n" + "".join(f"{a} {b}\n" for a, b in needs)


def acyclic(n: int, m: int) -> list[Need]:
    """Needs that respect a random order of the services."""
    order = RNG.sample(range(1, n + 1), n)
    pairs = [sorted(RNG.sample(range(n), 2)) for _ in range(m)]
    return [(order[i], order[j]) for i, j in pairs]


def chain(services: list[int]) -> list[Need]:
    needs = list(zip(services, services[1:]))
    RNG.shuffle(needs)
    return needs


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-shop", case(5, [(3, 1), (2, 5), (3, 2), (5, 4)])
    yield "sample-circle", case(4, [(1, 2), (2, 3), (3, 2), (4, 1)])
    yield "hidden-one-service", case(1, [])
    yield "hidden-no-needs", case(12, [])
    yield "hidden-freed-later", case(5, [(2, 1), (5, 3)])
    yield "hidden-listed-twice", case(4, [(3, 1), (3, 1), (3, 1), (4, 2), (4, 2)])
    yield "hidden-two-circles", case(6, [(1, 2), (2, 1), (5, 6), (6, 5)])
    yield "hidden-tangle", case(60, acyclic(60, 90))
    yield "hidden-large-tangle", case(1500, acyclic(1500, 2200))
    yield "hidden-long-circle", case(800, [*chain(list(range(1, 801))), (800, 1)])
    yield "hidden-star", case(1000, [(1000, service) for service in range(1, 1000)])
    yield "hidden-backward-chain", case(12_000, chain(list(range(12_000, 0, -1))))
    yield "hidden-sparse", case(4_000, acyclic(4_000, 300))
