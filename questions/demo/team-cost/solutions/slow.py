"""Walks through the whole team for every question."""

import sys


def main() -> None:
    n, q, *numbers = map(int, sys.stdin.buffer.read().split())
    reports: list[list[int]] = [[] for _ in range(n + 1)]
    for employee in range(1, n + 1):
        reports[numbers[2 * employee - 2]].append(employee)
    for asked in numbers[2 * n : 2 * n + q]:
        cost = 0
        todo = [asked]
        while todo:
            employee = todo.pop()
            cost += numbers[2 * employee - 1]
            for report in reports[employee]:
                todo.append(report)
        print(cost)


main()
