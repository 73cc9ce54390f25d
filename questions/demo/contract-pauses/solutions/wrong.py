"""Forgets that the last day is a working day: it leaves one free day too few."""

import sys
from bisect import bisect_right


def main() -> None:
    _, pause, *numbers = map(int, sys.stdin.buffer.read().split())
    contracts = sorted(zip(numbers[0::3], numbers[1::3], numbers[2::3]), key=lambda contract: contract[1])
    last_days = [last for _, last, _ in contracts]
    best = [(0, 0)]
    for i, (first, _, fee) in enumerate(contracts):
        total, number = best[min(i, bisect_right(last_days, first - pause))]
        best.append(max(best[-1], (total + fee, number - 1)))
    total, number = best[-1]
    print(total, -number)


main()
