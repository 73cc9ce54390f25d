import sys


def days_to_wait(prices: list[int]) -> list[int]:
    """Return for each day the number of days until a strictly lower price, or 0."""
    # Write your solution here.
    return []


def main() -> None:
    n, *prices = map(int, sys.stdin.buffer.read().split())
    print(*days_to_wait(prices[:n]))


main()
