"""Looks at all desks for every visitor: n times k steps."""

import sys


def main() -> None:
    n, desks, *numbers = map(int, sys.stdin.buffer.read().split())
    idle_at = [0] * desks
    served = [0] * desks
    waited = now = 0
    for arrival, service in zip(numbers[0::2], numbers[1::2]):
        earliest = idle_at[0]
        for desk in range(desks):
            if idle_at[desk] < earliest:
                earliest = idle_at[desk]
        now = max(now, arrival, earliest)
        chosen = -1
        for desk in range(desks):
            if idle_at[desk] <= now and chosen < 0:
                chosen = desk
        idle_at[chosen] = now + service
        served[chosen] += 1
        waited += now - arrival
    most = max(served)
    print(waited)
    print(served.index(most) + 1, most)


main()
