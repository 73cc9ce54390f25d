import sys


def best_rate(records: list[int], k: int) -> float:
    """Return the largest average over at least k consecutive seconds."""
    # Write your solution here.
    return -1.0


def main() -> None:
    n, k, *records = map(int, sys.stdin.buffer.read().split())
    print(f"{best_rate(records[:n], k):.7f}")


main()
