import sys
from heapq import heappop, heappush


def cheapest(n: int, vouchers: int, lines: list[tuple[int, int, int]]) -> int:
    """Return the smallest sum of fares from town 1 to town n, or -1; a line is (town, town, fare)."""
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(n + 1)]
    for a, b, fare in lines:
        neighbours[a].append((b, fare))
        neighbours[b].append((a, fare))
    infinity = float("inf")
    paid: list[list[float]] = [[infinity] * (n + 1) for _ in range(vouchers + 1)]
    paid[0][1] = 0
    heap = [(0, 0, 1)]  # (paid so far, vouchers used, town)
    while heap:
        cost, used, town = heappop(heap)
        if town == n:
            return cost
        if cost > paid[used][town]:
            continue
        for neighbour, fare in neighbours[town]:
            if cost + fare < paid[used][neighbour]:
                paid[used][neighbour] = cost + fare
                heappush(heap, (cost + fare, used, neighbour))
            if used < vouchers and cost < paid[used + 1][neighbour]:
                paid[used + 1][neighbour] = cost
                heappush(heap, (cost, used + 1, neighbour))
    return -1


def main() -> None:
    n, m, vouchers, *numbers = map(int, sys.stdin.buffer.read().split())
    lines = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    print(cheapest(n, vouchers, lines[:m]))


main()
