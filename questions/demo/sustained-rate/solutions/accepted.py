import sys


def best_rate(records: list[int], k: int) -> float:
    """Return the largest average over at least k consecutive seconds."""

    def sustained(rate: float) -> bool:
        """Whether some stretch of at least k seconds has this average or a larger one."""
        ahead = behind = lowest = 0.0  # records above `rate`, up to now, up to k seconds ago, and the least of these
        for second, count in enumerate(records):
            ahead += count - rate
            if second >= k:
                behind += records[second - k] - rate
                if behind < lowest:
                    lowest = behind
            if second >= k - 1 and ahead >= lowest:
                return True
        return False

    low, high = 0.0, float(max(records))
    while high - low > 1e-7:
        middle = (low + high) / 2
        if sustained(middle):
            low = middle
        else:
            high = middle
    return high


def main() -> None:
    n, k, *records = map(int, sys.stdin.buffer.read().split())
    print(f"{best_rate(records[:n], k):.7f}")


main()
