import sys


def wrap(words: list[str], width: int) -> list[str]:
    """Return the lines of the caption, each of at most `width` characters."""
    lines: list[list[str]] = []
    used = width
    for word in words:
        if used + 1 + len(word) <= width:
            lines[-1].append(word)
            used += 1 + len(word)
        else:
            lines.append([word])
            used = len(word)
    return [" ".join(line) for line in lines]


def main() -> None:
    first, *words = sys.stdin.buffer.read().decode("utf-8").split()
    lines = wrap(words, int(first))
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("utf-8"))


main()
