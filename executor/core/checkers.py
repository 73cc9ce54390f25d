"""Whether an output is right: pure functions of the output's bytes and the expected text, each in linear time.

(`unordered` sorts, so n log n.) White space means ASCII white space throughout.
"""

import math
import re
from collections.abc import Callable, Mapping
from itertools import zip_longest

from executor.core import custom_checker
from executor.core.job import Checker

DEFAULT_TOLERANCE = 1e-6
LONGEST_NUMBER = 400  # characters; a longer token is compared as text
_NUMBER = re.compile(rb"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|(?i:nan|inf|infinity))")


def matches(checker: Checker, output: bytes, expected: str) -> bool:
    """Whether `output` is right by this checker. ValueError when `problem` would find one, or it is custom."""
    wrong = problem(checker)
    if wrong:
        raise ValueError(wrong)
    if checker.name == custom_checker.NAME:
        raise ValueError("a custom checker runs in a sandbox: see custom_checker")
    wanted = expected.encode("utf-8", "surrogatepass")
    if checker.name == "float":
        return _float(output, wanted, *_tolerances(checker.options))
    return _PLAIN[checker.name](output, wanted)


def problem(checker: Checker) -> str:
    """What is wrong with a checker's name or options, as a sentence; "" for nothing."""
    if checker.name == custom_checker.NAME:
        return custom_checker.problem(checker.options)
    if checker.name not in NAMES:
        return f"Unknown checker {checker.name!r}: one of {', '.join((*NAMES, custom_checker.NAME))}."
    allowed = {"absolute", "relative"} if checker.name == "float" else set()
    unknown = sorted(set(checker.options) - allowed)
    if unknown:
        return f"The {checker.name} checker has no option {unknown[0]!r}."
    for name, value in checker.options.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            return f"The tolerance {name!r} must be a number, not negative and not infinite."
    return ""


def _lines(output: bytes, expected: bytes) -> bool:
    """Line by line, trailing white space and final empty lines ignored."""
    return _stripped(output) == _stripped(expected)


def _exact(output: bytes, expected: bytes) -> bool:
    return output == expected


def _tokens(output: bytes, expected: bytes) -> bool:
    return output.split() == expected.split()


def _unordered(output: bytes, expected: bytes) -> bool:
    """The same lines, each as often, in any order; trailing white space and empty lines ignored."""
    return sorted(filter(None, _stripped(output))) == sorted(filter(None, _stripped(expected)))


def _float(output: bytes, expected: bytes, absolute: float, relative: float) -> bool:
    """Token by token: numbers within either tolerance of the expected ones, everything else equal as text."""
    pairs = zip_longest(output.split(), expected.split())
    return all(got == want or _close(got, want, absolute, relative) for got, want in pairs)


def _close(got: bytes | None, want: bytes | None, absolute: float, relative: float) -> bool:
    mine, theirs = _number(got), _number(want)
    if mine is None or theirs is None:
        return False
    if math.isnan(mine) or math.isnan(theirs):
        return math.isnan(mine) and math.isnan(theirs)
    if math.isinf(mine) or math.isinf(theirs):
        return mine == theirs
    return abs(mine - theirs) <= max(absolute, relative * abs(theirs))


def _number(token: bytes | None) -> float | None:
    if token is None or len(token) > LONGEST_NUMBER or not _NUMBER.fullmatch(token):
        return None
    return float(token)


def _tolerances(options: Mapping[str, float]) -> tuple[float, float]:
    """Absolute and relative; the one that is not given is 0, unless neither is."""
    if not options:
        return DEFAULT_TOLERANCE, DEFAULT_TOLERANCE
    return float(options.get("absolute", 0.0)), float(options.get("relative", 0.0))


def _stripped(text: bytes) -> list[bytes]:
    lines = [line.rstrip() for line in text.split(b"\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


_PLAIN: Mapping[str, Callable[[bytes, bytes], bool]] = {
    "lines": _lines,
    "exact": _exact,
    "tokens": _tokens,
    "unordered": _unordered,
}
NAMES = (*_PLAIN, "float")  # those that compare here; a custom one runs in a sandbox
