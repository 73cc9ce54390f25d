"""Looks through all services at every step: quadratic when small numbers come last."""

import sys


def main() -> None:
    n, _, *numbers = map(int, sys.stdin.buffer.read().split())
    needs: list[list[int]] = [[] for _ in range(n + 1)]
    for before, after in zip(numbers[0::2], numbers[1::2]):
        needs[after].append(before)
    deployed = [False] * (n + 1)
    order = []
    while len(order) < n:
        for service in range(1, n + 1):
            if not deployed[service] and all(deployed[before] for before in needs[service]):
                deployed[service] = True
                order.append(service)
                break
        else:
            print("circle")
            return
    print(*order)


main()
