"""Sends a visitor to the desk that has been idle for longest, not to the one with the smallest number."""

import sys
from heapq import heapreplace


def main() -> None:
    n, desks, *numbers = map(int, sys.stdin.buffer.read().split())
    free = [(0, desk) for desk in range(desks)]
    served = [0] * desks
    waited = 0
    for arrival, service in zip(numbers[0::2], numbers[1::2]):
        idle_at, desk = free[0]
        start = max(arrival, idle_at)
        waited += start - arrival
        served[desk] += 1
        heapreplace(free, (start + service, desk))
    most = max(served)
    print(waited)
    print(served.index(most) + 1, most)


main()
