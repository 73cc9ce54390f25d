"""Counts passages, so a turnstile that records one twice leaves a ghost inside."""

import sys
from collections import Counter


def main() -> None:
    words = sys.stdin.read().split()
    count: Counter[str] = Counter()
    for direction, name in zip(words[1::2], words[2::2]):
        count[name] += 1 if direction == "in" else -1
    inside = [name for name, balance in count.items() if balance > 0]
    print("\n".join(inside or ["nobody"]))


main()
