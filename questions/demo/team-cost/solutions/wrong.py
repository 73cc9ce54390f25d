"""Assumes that a manager always has a smaller number than the people in the team."""

import sys


def main() -> None:
    n, q, *numbers = map(int, sys.stdin.buffer.read().split())
    managers = [0, *numbers[0 : 2 * n : 2]]
    costs = [0, *numbers[1 : 2 * n : 2]]
    for employee in range(n, 0, -1):
        costs[managers[employee]] += costs[employee]
    print("\n".join(str(costs[employee]) for employee in numbers[2 * n : 2 * n + q]))


main()
