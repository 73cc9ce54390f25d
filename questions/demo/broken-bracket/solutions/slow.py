"""For every bracket, walks through the text to look for its partner: quadratic on deep templates."""

import sys

PARTNER = {"(": ")", "[": "]", "{": "}"}


def report(template: str) -> str:
    """Find each opening bracket's partner by counting depth; the leftmost closing bracket in trouble wins."""
    broken = len(template)
    unclosed = -1
    taken = set()
    for at, character in enumerate(template):
        if character in PARTNER:
            depth, end = 0, at
            while end < len(template):
                depth += (template[end] in "([{") - (template[end] in ")]}")
                if depth == 0:
                    break
                end += 1
            taken.add(end)
            if end == len(template):
                unclosed = at
            elif template[end] != PARTNER[character]:
                broken = min(broken, end)
        elif character in ")]}" and at not in taken:
            broken = min(broken, at)
    if broken < len(template):
        return str(broken + 1)
    return str(unclosed + 1) if unclosed >= 0 else "ok"


print(report(sys.stdin.readline().rstrip("\r\n")))
