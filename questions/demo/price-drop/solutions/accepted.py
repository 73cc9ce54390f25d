import sys


def days_to_wait(prices: list[int]) -> list[int]:
    """Return for each day the number of days until a strictly lower price, or 0."""
    answers = [0] * len(prices)
    waiting: list[int] = []  # days without an answer so far; their prices never fall
    for day, price in enumerate(prices):
        while waiting and prices[waiting[-1]] > price:
            earlier = waiting.pop()
            answers[earlier] = day - earlier
        waiting.append(day)
    return answers


def main() -> None:
    n, *prices = map(int, sys.stdin.buffer.read().split())
    print(*days_to_wait(prices[:n]))


main()
