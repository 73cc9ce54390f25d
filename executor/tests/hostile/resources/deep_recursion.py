# attack: recursion without end, with the interpreter's own bound taken away, in Python and through C
# case: python
# case: c
# expect: runtime_error | memory_limit | time_limit
# limits: cpu=4 memory=128
import sys

sys.setrecursionlimit(2_000_000_000)


class Endless:
    def __repr__(self):
        return repr([self])


def endless(depth):
    return endless(depth + 1) + 1


endless(0) if input() == "python" else repr(Endless())
