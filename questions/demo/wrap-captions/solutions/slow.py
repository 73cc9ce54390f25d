"""Measures the whole line again for every word: quadratic in the words of a line."""

import sys


def measure(words: list[str]) -> int:
    total = -1
    for word in words:
        total += 1 + len(word)
    return total


def main() -> None:
    first, *words = sys.stdin.buffer.read().decode("utf-8").split()
    lines: list[list[str]] = [[]]
    for word in words:
        if lines[-1] and measure([*lines[-1], word]) > int(first):
            lines.append([])
        lines[-1].append(word)
    text = "\n".join(" ".join(line) for line in lines) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))


main()
