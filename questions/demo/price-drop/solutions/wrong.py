"""Accepts an equal price as a lower one."""

import sys


def main() -> None:
    n, *prices = map(int, sys.stdin.buffer.read().split())
    answers = [0] * n
    waiting: list[int] = []
    for day, price in enumerate(prices):
        while waiting and prices[waiting[-1]] >= price:
            earlier = waiting.pop()
            answers[earlier] = day - earlier
        waiting.append(day)
    print(*answers)


main()
