"""Dijkstra's algorithm without a heap: looks through all states for the cheapest one, every time."""

import sys


def main() -> None:
    n, _, vouchers, *numbers = map(int, sys.stdin.buffer.read().split())
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(n + 1)]
    for a, b, fare in zip(numbers[0::3], numbers[1::3], numbers[2::3]):
        neighbours[a].append((b, fare))
        neighbours[b].append((a, fare))
    size = n + 1
    states = size * (vouchers + 1)  # state = vouchers used * size + town
    infinity = 10**18
    paid = [infinity] * states
    done = [False] * states
    paid[1] = 0
    for _ in range(states):
        cost, nearest = min((paid[state], state) for state in range(states) if not done[state])
        done[nearest] = True
        for neighbour, fare in neighbours[nearest % size]:
            same = nearest // size * size + neighbour
            paid[same] = min(paid[same], cost + fare)
            if same + size < states:
                paid[same + size] = min(paid[same + size], cost)
    best = min(paid[n::size])
    print(best if best < infinity else -1)


main()
