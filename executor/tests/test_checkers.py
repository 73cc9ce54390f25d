"""The checkers, as tables."""

import time

import pytest

from executor.core.checkers import NAMES, matches, problem
from executor.core.job import Checker

TABLE = [  # output, expected, and who says yes: l(ines) e(xact) t(okens) u(nordered) f(loat)
    ("", "", "letuf"),
    ("3\n", "3\n", "letuf"),
    ("3", "3\n", "ltuf"),
    ("3\n\n\n", "3\n", "ltuf"),
    ("3 \t\n", "3\n", "ltuf"),
    ("3\r\n4\r\n", "3\n4\n", "ltuf"),
    (" 3\n", "3\n", "tf"),
    ("\n3\n", "3\n", "tuf"),
    ("1 2\n", "1  2\n", "tf"),
    ("1\n2\n", "1 2\n", "tf"),
    ("2\n1\n", "1\n2\n", "u"),
    ("1\n1\n2\n", "1\n2\n2\n", ""),
    ("1\n1\n2\n", "2\n1\n1\n", "u"),
    ("a\n\nb\n", "a\nb\n", "tuf"),
    ("a\nb", "b\n\na", "u"),
    ("Yes\n", "YES\n", ""),
    ("3.0\n", "3\n", "f"),
    ("1e3\n", "1000\n", "f"),
    ("0.1000000001\n", "0.1\n", "f"),
    ("0.11\n", "0.1\n", ""),
    ("1000000.5\n", "1000000\n", "f"),  # relative
    ("0.0000005\n", "0\n", "f"),  # absolute
    ("-0\n", "0\n", "f"),
    ("nan\n", "NaN\n", "f"),
    ("nan\n", "1\n", ""),
    ("1\n", "nan\n", ""),
    ("inf\n", "Infinity\n", "f"),
    ("-inf\n", "inf\n", ""),
    ("1e999\n", "1\n", ""),
    ("1\n", "1e999\n", ""),
    ("1_000\n", "1000\n", ""),  # Python's float() would take it
    ("0x10\n", "16\n", ""),
    ("+5\n", "5\n", "f"),
    (".5\n", "0.5\n", "f"),
    ("5.\n", "5\n", "f"),
    ("1 2 x\n", "1 2 x\n", "letuf"),
    ("1 2 y\n", "1 2 x\n", ""),
    ("1 2\n", "1 2 3\n", ""),
    ("1 2 3\n", "1 2\n", ""),
    ("caf\u00e9\n", "caf\u00e9\n", "letuf"),
    ("a\u00a0b\n", "a b\n", ""),  # only ASCII white space is white space
    ("\0\n", "\0\n", "letuf"),
    ("1" * 500, "1" * 500, "letuf"),
    ("1" * 499 + "2", "1" * 500, ""),  # too long for a number: text
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("output", "expected", "accepted_by"), TABLE)
def test_table(name: str, output: str, expected: str, accepted_by: str) -> None:
    assert matches(Checker(name), output.encode(), expected) is (name[0] in accepted_by)


@pytest.mark.parametrize(
    ("options", "output", "expected", "good"),
    [
        ({"absolute": 0.5}, "10.4", "10", True),
        ({"absolute": 0.5}, "1000000.6", "1000000", False),  # no relative tolerance unless it is given
        ({"relative": 0.01}, "101", "100", True),
        ({"relative": 0.01}, "0.001", "0", False),
        ({"relative": 0.01, "absolute": 0.01}, "0.001", "0", True),
        ({"absolute": 0}, "1.0", "1", True),
        ({"absolute": 0}, "1.0000001", "1", False),
        ({"relative": 0.1}, "-1", "1", False),
    ],
)
def test_float_options(options: dict[str, float], output: str, expected: str, good: bool) -> None:
    assert matches(Checker("float", options), output.encode(), expected) is good


def test_output_that_is_not_utf8_is_only_wrong() -> None:
    for name in NAMES:
        assert not matches(Checker(name), b"\xff\xfe\x80", "3")


@pytest.mark.parametrize(
    ("checker", "says"),
    [
        (Checker("lines"), ""),
        (Checker("float", {"absolute": 1e-9, "relative": 0}), ""),
        (Checker("regex"), "Unknown checker 'regex'"),
        (Checker("lines", {"absolute": 1}), "no option 'absolute'"),
        (Checker("float", {"epsilon": 1}), "no option 'epsilon'"),
        (Checker("float", {"absolute": -1}), "not negative"),
        (Checker("float", {"absolute": float("nan")}), "not negative"),
        (Checker("float", {"absolute": float("inf")}), "not infinite"),
        (Checker("float", {"absolute": True}), "must be a number"),
        (Checker("float", {"absolute": "1"}), "must be a number"),
    ],
)
def test_problems_are_named(checker: Checker, says: str) -> None:
    assert says in problem(checker)
    assert bool(problem(checker)) is bool(says)
    if says:
        with pytest.raises(ValueError, match=r"checker|tolerance"):
            matches(checker, b"", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("piece", ["1.5 ", "x" * 99 + "\n", "\n", " ", "9", "0.1e1\n"])
def test_huge_outputs_take_linear_time(name: str, piece: str) -> None:
    text = piece * (4_000_000 // len(piece))
    started = time.process_time()
    assert matches(Checker(name), text.encode(), text)
    assert not matches(Checker(name), (text + " 7").encode(), text + " 8")
    assert time.process_time() - started < 8
