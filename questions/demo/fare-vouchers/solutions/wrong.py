"""Finds the cheapest way without vouchers, then uses them on its dearest crossings."""

import sys
from heapq import heappop, heappush


def main() -> None:
    n, _, vouchers, *numbers = map(int, sys.stdin.buffer.read().split())
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(n + 1)]
    for a, b, fare in zip(numbers[0::3], numbers[1::3], numbers[2::3]):
        neighbours[a].append((b, fare))
        neighbours[b].append((a, fare))
    paid = {1: 0}
    came_by: dict[int, tuple[int, int]] = {}
    heap = [(0, 1)]
    while heap:
        cost, town = heappop(heap)
        if cost > paid[town]:
            continue
        for neighbour, fare in neighbours[town]:
            if cost + fare < paid.get(neighbour, cost + fare + 1):
                paid[neighbour] = cost + fare
                came_by[neighbour] = town, fare
                heappush(heap, (cost + fare, neighbour))
    if n not in paid:
        print(-1)
        return
    fares = []
    town = n
    while town != 1:
        town, fare = came_by[town]
        fares.append(fare)
    print(sum(sorted(fares, reverse=True)[vouchers:]))


main()
