"""Tests of "Who is still inside"."""

import random
from collections.abc import Iterable, Iterator

RNG = random.Random(1101)


def log(lines: Iterable[str]) -> str:
    rows = list(lines)
    return "\n".join([str(len(rows)), *rows]) + "\n"


def day(people: int, length: int, share_in: float = 0.5) -> str:
    names = [f"p{number:x}" for number in RNG.sample(range(16 * people), people)]
    return log(f"{'in' if RNG.random() < share_in else 'out'} {RNG.choice(names)}" for _ in range(length))


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-tidy", log(["in mara", "in j-ortiz", "out mara", "in lee7", "in mara", "out lee7"])
    yield "sample-untidy", log(["out sam", "in noor", "in noor", "in kit", "out kit", "out kit", "out sam"])
    yield "hidden-one-in", log(["in a"])
    yield "hidden-one-out", log(["out a"])
    yield "hidden-nobody-left", log([*(f"in g{i}" for i in range(30)), *(f"out g{i}" for i in range(30))])
    yield "hidden-twice-in-once-out", log(["in ana", "in ana", "out ana", "in bo"])
    yield "hidden-twice-out-once-in", log(["in ana", "out ana", "out ana", "in ana"])
    yield "hidden-similar-names", log(["in a", "in aa", "in a-a", "in a-", "out aa", "in in", "in out", "out in"])
    yield "hidden-few-people", day(8, 400)
    yield "hidden-busy-day", day(900, 4000)
    yield "hidden-mostly-out", day(40, 3000, 0.02)
    names = [f"{number:x}" for number in RNG.sample(range(0x1000, 0x10000), 13000)]
    yield "hidden-full-building", log(f"in {name}" for name in names)
