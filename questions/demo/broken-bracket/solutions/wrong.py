"""Keeps the three kinds of brackets apart, so crossed pairs look fine."""

import sys


def report(template: str) -> str:
    opening = {")": "(", "]": "[", "}": "{"}
    still_open: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    for at, character in enumerate(template):
        if character in still_open:
            still_open[character].append(at)
        elif character in opening:
            if not still_open[opening[character]]:
                return str(at + 1)
            still_open[opening[character]].pop()
    left = [at for kind in still_open.values() for at in kind]
    return str(max(left) + 1) if left else "ok"


print(report(sys.stdin.readline().rstrip("\r\n")))
