import sys


def best_choice(pause: int, contracts: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Return (largest sum of fees, smallest number of contracts); a contract is (first day, last day, fee)."""
    # Write your solution here.
    return 0, 0


def main() -> None:
    n, pause, *numbers = map(int, sys.stdin.buffer.read().split())
    contracts = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    print(*best_choice(pause, contracts[:n]))


main()
