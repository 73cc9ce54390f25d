"""Adds up all jobs for every moment at which something changes: quadratic."""

import sys


def main() -> None:
    _, *numbers = map(int, sys.stdin.buffer.read().split())
    jobs = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    moments = sorted({start for start, _, _ in jobs} | {end for _, end, _ in jobs})
    best = best_time = 0
    for moment in moments:
        held = 0
        for start, end, memory in jobs:
            if start <= moment < end:
                held += memory
        if held > best:
            best, best_time = held, moment
    print(best, best_time)


main()
