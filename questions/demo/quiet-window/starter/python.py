import sys


def quietest(counts: list[int], k: int) -> tuple[int, int]:
    """Return (first minute, total) of the quietest k consecutive minutes; minutes count from 1."""
    # Write your solution here.
    return 0, 0


def main() -> None:
    n, k, *counts = map(int, sys.stdin.buffer.read().split())
    print(*quietest(counts[:n], k))


main()
