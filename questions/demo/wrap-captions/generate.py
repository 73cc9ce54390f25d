"""Tests of "Wrapping captions"."""

import random
from collections.abc import Iterator

RNG = random.Random(1404)
LATIN = "abcdefghijklmnopqrstuvwxyz"
MIXED = LATIN + "àéîõüßñçøåžłőαβγδλπωабвгджяюэ"


def words(count: int, longest: int, letters: str) -> list[str]:
    return ["".join(RNG.choices(letters, k=RNG.randint(1, longest))) for _ in range(count)]


def case(width: int, caption: list[str], untidy: bool = False) -> str:
    gaps = [RNG.choice([" ", " ", "  ", "\n", "   \n "]) if untidy else " " for _ in caption[1:]]
    return f"{width}\n" + "".join(word + gap for word, gap in zip(caption, [*gaps, ""])) + "\n"


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-vase", "16\nVase with two handles,\nfound   in 1931 near the old harbour.\n"
    yield "sample-languages", "20\nOld café, rue de l'Étoile 4, painted in the spring of 1902\n"
    yield "hidden-one-letter", "1\nа\n"
    yield "hidden-letters", case(1, list("mosaïque"))
    yield "hidden-exact-fit", "11\nhello world hello world foo bar baz hello wonders\n"
    yield "hidden-exact-fit-cyrillic", "11\nпривет миру это музей весна лето осень и зима\n"
    yield "hidden-one-line", case(100_000, words(300, 9, MIXED))
    yield "hidden-greek", case(24, words(400, 12, "αβγδεζηθικλμνξοπρστυφχψω"))
    yield "hidden-untidy", case(30, words(500, 10, MIXED), untidy=True)
    yield "hidden-tidy-latin", case(12, words(700, 12, LATIN))
    yield "hidden-long-words", case(40, [w * 5 for w in words(600, 8, MIXED)])
    yield "hidden-wide-board", case(75_000, words(32_000, 2, LATIN))
