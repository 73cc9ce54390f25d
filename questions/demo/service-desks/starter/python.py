import sys


def serve(desks: int, visitors: list[tuple[int, int]]) -> tuple[int, list[int]]:
    """Return the sum of waiting times, and how many visitors each desk served (index 0 is desk 1).

    A visitor is (arrival time, service time).
    """
    # Write your solution here.
    return 0, [0] * desks


def main() -> None:
    n, desks, *numbers = map(int, sys.stdin.buffer.read().split())
    visitors = list(zip(numbers[0 : 2 * n : 2], numbers[1 : 2 * n : 2]))
    waited, served = serve(desks, visitors)
    most = max(served)
    print(waited)
    print(served.index(most) + 1, most)


main()
