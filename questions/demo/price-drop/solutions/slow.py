"""Looks ahead from every day: quadratic when prices never fall."""

import sys


def main() -> None:
    n, *prices = map(int, sys.stdin.buffer.read().split())
    answers = []
    for day in range(n):
        answer = 0
        later = day + 1
        while later < n and prices[later] >= prices[day]:
            later += 1
        if later < n:
            answer = later - day
        answers.append(answer)
    print(*answers)


main()
