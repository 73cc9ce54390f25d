"""For every contract, tries all others as the one before it: quadratic."""

import sys


def main() -> None:
    _, pause, *numbers = map(int, sys.stdin.buffer.read().split())
    contracts = sorted(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
    best: list[tuple[int, int, int]] = []  # (last day, sum, -number) of the best choice that ends with a contract
    for first, last, fee in contracts:
        total = number = 0
        for earlier_last, earlier_total, earlier_number in best:
            if earlier_last + pause < first and (earlier_total, earlier_number) > (total, number):
                total, number = earlier_total, earlier_number
        best.append((last, total + fee, number - 1))
    total, number = max((total, number) for _, total, number in best)
    print(total, -number)


main()
