import sys
from heapq import heappop, heappush


def serve(desks: int, visitors: list[tuple[int, int]]) -> tuple[int, list[int]]:
    """Return the sum of waiting times, and how many visitors each desk served (index 0 is desk 1).

    A visitor is (arrival time, service time).
    """
    waited = 0
    served = [0] * desks
    idle = list(range(desks))  # a heap already
    busy: list[tuple[int, int]] = []  # (idle again at, desk)
    now = 0
    for arrival, service in visitors:
        now = max(now, arrival)
        if not idle:
            now = max(now, busy[0][0])
        while busy and busy[0][0] <= now:
            heappush(idle, heappop(busy)[1])
        desk = heappop(idle)
        served[desk] += 1
        waited += now - arrival
        heappush(busy, (now + service, desk))
    return waited, served


def main() -> None:
    n, desks, *numbers = map(int, sys.stdin.buffer.read().split())
    visitors = list(zip(numbers[0 : 2 * n : 2], numbers[1 : 2 * n : 2]))
    waited, served = serve(desks, visitors)
    most = max(served)
    print(waited)
    print(served.index(most) + 1, most)


main()
