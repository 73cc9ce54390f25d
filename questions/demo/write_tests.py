"""Rewrite the tests of the demo questions from their generators, byte for byte.

Usage: python3 questions/demo/write_tests.py [slug ...]   (default: every question)

Each <slug>/generate.py has `cases()`, which yields (name, input text) in test order with a fixed seed; the name
starts with "sample-" or "hidden-". The expected output is what <slug>/solutions/accepted.py prints.
"""

import runpy
import subprocess
import sys
from pathlib import Path

BANK = Path(__file__).resolve().parent


def write_tests(question: Path) -> None:
    """Replace <question>/tests. Raises CalledProcessError when the accepted solution fails on an input."""
    tests = question / "tests"
    tests.mkdir(exist_ok=True)
    for old in tests.iterdir():
        old.unlink()
    accepted = question / "solutions" / "accepted.py"
    for number, (name, text) in enumerate(runpy.run_path(str(question / "generate.py"))["cases"](), start=1):
        run = subprocess.run([sys.executable, str(accepted)], input=text.encode(), stdout=subprocess.PIPE, check=True)
        stem = f"{number:02d}-{name}"
        (tests / f"{stem}.in").write_bytes(text.encode())
        (tests / f"{stem}.out").write_bytes(run.stdout)


def main() -> None:
    slugs = sys.argv[1:] or sorted(path.parent.name for path in BANK.glob("*/question.json"))
    for slug in slugs:
        write_tests(BANK / slug)


if __name__ == "__main__":
    main()
