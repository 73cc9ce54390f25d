import sys


def peak(jobs: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Return (peak memory, earliest time of the peak) of jobs given as (start, end, memory)."""
    # Write your solution here.
    return 0, 0


def main() -> None:
    n, *numbers = map(int, sys.stdin.buffer.read().split())
    jobs = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    print(*peak(jobs[:n]))


main()
