import sys


def report(template: str) -> str:
    """Return "ok", or the position (from 1) of the bracket to report."""
    # Write your solution here.
    return ""


def main() -> None:
    print(report(sys.stdin.readline().rstrip("\r\n")))


main()
