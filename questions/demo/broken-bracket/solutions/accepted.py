import sys


def report(template: str) -> str:
    """Return "ok", or the position (from 1) of the bracket to report."""
    opening = {")": "(", "]": "[", "}": "{"}
    still_open: list[int] = []
    for at, character in enumerate(template):
        if character in "([{":
            still_open.append(at)
        elif character in opening and (not still_open or template[still_open.pop()] != opening[character]):
            return str(at + 1)
    return str(still_open[-1] + 1) if still_open else "ok"


def main() -> None:
    print(report(sys.stdin.readline().rstrip("\r\n")))


main()
