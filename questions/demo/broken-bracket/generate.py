"""Tests of "The first broken bracket"."""

import random
from collections.abc import Iterator

RNG = random.Random(1303)
PAIRS = ["()", "[]", "{}"]
LETTERS = "abcdefgh ,.-_"


def template(pairs: int) -> list[str]:
    """A template in order, with `pairs` pairs of brackets and some text between them."""
    out, closing = ["x"], []
    while pairs or closing:
        if pairs and (not closing or RNG.random() < 0.5):
            pair = RNG.choice(PAIRS)
            out.append(pair[0])
            closing.append(pair[1])
            pairs -= 1
        else:
            out.append(closing.pop())
        out.extend(RNG.choices(LETTERS, k=RNG.randint(0, 2)))
    return [*out, "x"]


def damaged(pairs: int, place: float) -> str:
    """A template in order but for one bracket, near `place` (0 to 1), which is of another kind."""
    text = template(pairs)
    at = next(i for i in range(int(place * len(text)), len(text)) if text[i] in "()[]{}")
    text[at] = RNG.choice([c for c in "()[]{}" if c != text[at]])
    return "".join(text)


def cases() -> Iterator[tuple[str, str]]:
    yield "sample-greeting", "Dear {name}, your order (no. [id]) is on its way.\n"
    yield "sample-unclosed", "Total: {sum (in {currency})\n"
    yield "hidden-no-brackets", "plain text, nothing else\n"
    yield "hidden-closed-too-often", "{a}} and (b))\n"
    yield "hidden-crossed", "see [note (1] below)\n"
    yield "hidden-crossed-late", "({[]})[()]{([)]}\n"
    yield "hidden-only-closing", "]\n"
    yield "hidden-only-opening", "{[((\n"
    yield "hidden-inner-closed", "([]{}(){[]}\n"
    yield "hidden-in-order", "".join(template(900)) + "\n"
    yield "hidden-one-damaged", damaged(900, 0.6) + "\n"
    yield "hidden-damaged-at-end", damaged(20_000, 0.9) + "\n"
    yield "hidden-deep", "([{" * 15_000 + "text" + "}])" * 15_000 + "\n"
    yield "hidden-deep-unclosed", "{" + "([" * 10_000 + "])" * 10_000 + "\n"
