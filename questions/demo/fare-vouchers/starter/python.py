import sys


def cheapest(n: int, vouchers: int, lines: list[tuple[int, int, int]]) -> int:
    """Return the smallest sum of fares from town 1 to town n, or -1; a line is (town, town, fare)."""
    # Write your solution here.
    return 0


def main() -> None:
    n, m, vouchers, *numbers = map(int, sys.stdin.buffer.read().split())
    lines = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    print(cheapest(n, vouchers, lines[:m]))


main()
