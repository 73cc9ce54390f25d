import sys


def team_costs(managers: list[int], salaries: list[int]) -> list[int]:
    """Return the cost of each employee's team.

    Lists are indexed by employee number; index 0 is unused. managers[head] is 0.
    """
    # Write your solution here.
    return [0] * len(managers)


def main() -> None:
    n, q, *numbers = map(int, sys.stdin.buffer.read().split())
    managers = [0, *numbers[0 : 2 * n : 2]]
    salaries = [0, *numbers[1 : 2 * n : 2]]
    asked = numbers[2 * n : 2 * n + q]
    costs = team_costs(managers, salaries)
    print("\n".join(str(costs[employee]) for employee in asked))


main()
