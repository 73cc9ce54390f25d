"""Adds up every window from scratch: n times k steps."""

import sys


def main() -> None:
    n, k, *counts = map(int, sys.stdin.buffer.read().split())
    best_start, best = 0, -1
    for start in range(n - k + 1):
        total = 0
        for minute in range(start, start + k):
            total += counts[minute]
        if best < 0 or total < best:
            best_start, best = start + 1, total
    print(best_start, best)


main()
