import sys
from heapq import heapify, heappop, heappush


def deployment_order(n: int, needs: list[tuple[int, int]]) -> list[int]:
    """Return the services 1..n in order of deployment, or fewer than n when there is a circle.

    A need (a, b) means that a is deployed before b.
    """
    unmet = [0] * (n + 1)
    unlocks: list[list[int]] = [[] for _ in range(n + 1)]
    for before, after in needs:
        unmet[after] += 1
        unlocks[before].append(after)
    ready = [service for service in range(1, n + 1) if unmet[service] == 0]
    heapify(ready)
    order = []
    while ready:
        service = heappop(ready)
        order.append(service)
        for after in unlocks[service]:
            unmet[after] -= 1
            if unmet[after] == 0:
                heappush(ready, after)
    return order


def main() -> None:
    n, m, *numbers = map(int, sys.stdin.buffer.read().split())
    needs = list(zip(numbers[0 : 2 * m : 2], numbers[1 : 2 * m : 2]))
    order = deployment_order(n, needs)
    print(*order if len(order) == n else ["circle"])


main()
