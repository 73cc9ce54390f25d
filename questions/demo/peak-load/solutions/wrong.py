"""Takes memory before it frees it when two jobs meet at the same time."""

import sys


def main() -> None:
    _, *numbers = map(int, sys.stdin.buffer.read().split())
    changes = []
    for start, end, memory in zip(numbers[0::3], numbers[1::3], numbers[2::3]):
        changes.append((start, 0, memory))
        changes.append((end, 1, -memory))
    held = best = best_time = 0
    for time, _, change in sorted(changes):
        held += change
        if held > best:
            best, best_time = held, time
    print(best, best_time)


main()
