"""Tries all stretches: quadratic, even with prefix sums."""

import sys
from itertools import accumulate


def main() -> None:
    n, k, *records = map(int, sys.stdin.buffer.read().split())
    before = [0, *accumulate(records)]
    best = 0.0
    for start in range(n - k + 1):
        for end in range(start + k, n + 1):
            rate = (before[end] - before[start]) / (end - start)
            if rate > best:
                best = rate
    print(f"{best:.7f}")


main()
