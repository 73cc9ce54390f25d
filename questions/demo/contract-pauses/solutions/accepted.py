import sys
from bisect import bisect_left


def best_choice(pause: int, contracts: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Return (largest sum of fees, smallest number of contracts); a contract is (first day, last day, fee)."""
    contracts = sorted(contracts, key=lambda contract: contract[1])
    last_days = [last for _, last, _ in contracts]
    # best[i]: the best (sum, -number) among the i contracts that end first
    best = [(0, 0)]
    for first, _, fee in contracts:
        total, number = best[bisect_left(last_days, first - pause)]
        best.append(max(best[-1], (total + fee, number - 1)))
    total, number = best[-1]
    return total, -number


def main() -> None:
    n, pause, *numbers = map(int, sys.stdin.buffer.read().split())
    contracts = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    print(*best_choice(pause, contracts[:n]))


main()
