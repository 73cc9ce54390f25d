import sys


def deployment_order(n: int, needs: list[tuple[int, int]]) -> list[int]:
    """Return the services 1..n in order of deployment, or fewer than n when there is a circle.

    A need (a, b) means that a is deployed before b.
    """
    # Write your solution here.
    return [0] * n


def main() -> None:
    n, m, *numbers = map(int, sys.stdin.buffer.read().split())
    needs = list(zip(numbers[0 : 2 * m : 2], numbers[1 : 2 * m : 2]))
    order = deployment_order(n, needs)
    print(*order if len(order) == n else ["circle"])


main()
