import sys


def quietest(counts: list[int], k: int) -> tuple[int, int]:
    """Return (first minute, total) of the quietest k consecutive minutes; minutes count from 1."""
    total = best = sum(counts[:k])
    best_start = 1
    for end in range(k, len(counts)):
        total += counts[end] - counts[end - k]
        if total < best:
            best, best_start = total, end - k + 2
    return best_start, best


def main() -> None:
    n, k, *counts = map(int, sys.stdin.buffer.read().split())
    print(*quietest(counts[:n], k))


main()
