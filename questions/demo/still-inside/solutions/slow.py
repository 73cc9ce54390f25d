"""Reads the whole log again for every person: quadratic."""

import sys


def main() -> None:
    log = sys.stdin.read().splitlines()[1:]
    inside = []
    for person in {line.split()[1] for line in log}:
        last = "out"
        for line in log:
            direction, name = line.split()
            if name == person:
                last = direction
        if last == "in":
            inside.append(person)
    print("\n".join(inside or ["nobody"]))


main()
