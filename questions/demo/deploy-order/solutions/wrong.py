"""Serves ready services first come, first served, so a small number that is freed later waits too long."""

import sys
from collections import deque


def main() -> None:
    n, _, *numbers = map(int, sys.stdin.buffer.read().split())
    unmet = [0] * (n + 1)
    unlocks: list[list[int]] = [[] for _ in range(n + 1)]
    for before, after in sorted(zip(numbers[0::2], numbers[1::2])):
        unmet[after] += 1
        unlocks[before].append(after)
    ready = deque(service for service in range(1, n + 1) if unmet[service] == 0)
    order = []
    while ready:
        service = ready.popleft()
        order.append(service)
        for after in unlocks[service]:
            unmet[after] -= 1
            if unmet[after] == 0:
                ready.append(after)
    print(*order if len(order) == n else ["circle"])


main()
