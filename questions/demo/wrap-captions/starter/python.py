import sys


def wrap(words: list[str], width: int) -> list[str]:
    """Return the lines of the caption, each of at most `width` characters."""
    # Write your solution here.
    return []


def main() -> None:
    first, *words = sys.stdin.buffer.read().decode("utf-8").split()
    lines = wrap(words, int(first))
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("utf-8"))


main()
