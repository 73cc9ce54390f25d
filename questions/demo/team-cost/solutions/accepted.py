import sys


def team_costs(managers: list[int], salaries: list[int]) -> list[int]:
    """Return the cost of each employee's team.

    Lists are indexed by employee number; index 0 is unused. managers[head] is 0.
    """
    reports: list[list[int]] = [[] for _ in managers]
    for employee in range(1, len(managers)):
        reports[managers[employee]].append(employee)
    top_down = list(reports[0])
    for employee in top_down:  # grows while it is read: managers come before their reports
        top_down += reports[employee]
    costs = list(salaries)
    for employee in reversed(top_down):
        costs[managers[employee]] += costs[employee]
    return costs


def main() -> None:
    n, q, *numbers = map(int, sys.stdin.buffer.read().split())
    managers = [0, *numbers[0 : 2 * n : 2]]
    salaries = [0, *numbers[1 : 2 * n : 2]]
    asked = numbers[2 * n : 2 * n + q]
    costs = team_costs(managers, salaries)
    print("\n".join(str(costs[employee]) for employee in asked))


main()
