import sys


def peak(jobs: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Return (peak memory, earliest time of the peak) of jobs given as (start, end, memory)."""
    changes = [(start, memory) for start, _, memory in jobs]
    changes += [(end, -memory) for _, end, memory in jobs]
    changes.sort()  # at equal times the negative changes come first: memory is freed before it is taken
    held = best = best_time = 0
    for time, change in changes:
        held += change
        if held > best:
            best, best_time = held, time
    return best, best_time


def main() -> None:
    n, *numbers = map(int, sys.stdin.buffer.read().split())
    jobs = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    print(*peak(jobs[:n]))


main()
