import sys


def still_inside(log: list[tuple[str, str]]) -> list[str]:
    """Return the names whose last line in the log (direction, name) is "in"."""
    last = {name: direction for direction, name in log}
    return [name for name, direction in last.items() if direction == "in"]


def main() -> None:
    words = sys.stdin.read().split()
    log = list(zip(words[1::2], words[2::2]))
    print("\n".join(still_inside(log) or ["nobody"]))


main()
