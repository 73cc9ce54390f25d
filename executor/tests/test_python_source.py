"""Which Python sources may leave by the short way: those that nothing could be seen of after their last line."""

import pytest

from executor.core.python_source import leaves_quietly

QUIET = [
    "",
    "a, b = map(int, input().split())\nprint(a + b)\n",
    "import sys\nfor line in sys.stdin:\n    print(line, file=sys.stderr)\n",
    "from sys import stdin\nfrom collections import deque, Counter\nprint(stdin.readline())",
    "import sys, math\nsys.setrecursionlimit(10 ** 6)\nprint(math.pi)",
    "def main():\n    print(sum(x * x for x in range(10)))\nif __name__ == '__main__':\n    main()",
    "class Node:\n    def __init__(self, left):\n        self.left = left\nprint(Node(None).left)",
    "import sys\nwrite = sys.stdout.write\nwrite('x')\nsys.stdout.flush()",
    "try:\n    print(1 // 0)\nexcept ZeroDivisionError as error:\n    print(error)",
]
SEEN = [
    "class A:\n    def __del__(self): print('bye')\na = A()",
    "class A:\n    def __ｄel__(self): print('bye')\na = A()",
    "def g():\n    try:\n        yield 1\n    finally:\n        print('bye')\nx = g()\nnext(x)",
    "import atexit\natexit.register(print, 'bye')",
    "import threading",
    "import os",
    "import sys; import os",
    "import sys as s\ns.exit(3)",
    "import sys\nsys.exit(3)",
    "exit(3)",
    "raise SystemExit(3)",
    "import sys\nsys.stdout = None",
    "import sys\nprint(1, sys.stdout)",
    "import sys\nfor sys.stdout in []: pass",
    "import sys\nx = sys",
    "import sys\nsys.excepthook = print",
    "from os import *",
    "import os.path",
    "f = open('x', 'w')\nf.write('y')",
    "exec('import os')",
    "__import__('os')",
    "async def f(): pass",
    "setattr(print, 'x', 1)",
    "x = 'import this'",
]


@pytest.mark.parametrize("source", QUIET)
def test_nothing_of_it_can_be_seen_afterwards(source: str) -> None:
    assert leaves_quietly(source)


@pytest.mark.parametrize("source", SEEN)
def test_something_of_it_may_be_seen(source: str) -> None:
    assert not leaves_quietly(source)
