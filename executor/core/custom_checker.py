"""The custom checker: a recruiter's Python program that says what an output is worth, in a box of its own.

It defines `check(input, output, expected)`, three texts, and returns True or False, or a tuple (verdict, points, note):
"accepted" or "wrong_answer"; the share of the test's points that it is worth, 0 to 1, None for all or none; a sentence.
Whatever else it does is its author's fault and never the candidate's: CheckerFault.
"""

import ast
import hashlib
import json
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from executor.core.job import Case, Checker
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Box, BoxFault, Outcome, Sandbox, Stop

NAME = "custom"
LANGUAGE = "python"
LIMITS = Limits(cpu_seconds=5.0, idle_seconds=10.0, memory_mib=256, output_kib=64)  # of one call
MAX_SOURCE = 64 * 1024  # characters
LONGEST_NOTE = 500  # characters
TENANT = ":checker:"  # no candidate's and no API user's tenant begins with a colon
PROGRAM = """\
import io, json, os, sys
def main():
    given = json.loads(sys.stdin.buffer.read())
    answer = os.dup(1)
    os.dup2(2, 1)  # what the checker prints must not pass for its answer
    sys.stdin = io.StringIO()
    names = {"__name__": "checker"}
    exec(compile(SOURCE, "checker.py", "exec"), names)
    said = names["check"](given["input"], given["output"], given["expected"])
    verdict, points, note = (*(said if isinstance(said, tuple) else (said,)), None, None)[:3]
    text = json.dumps([verdict, points, note])
    sys.stdout.flush()
    os.write(answer, text.encode())
"""


class CheckerFault(BoxFault):
    """The question's checker broke, or gave no answer that means anything: for staff to mend."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the checker said. share: of the test's points, 0 to 1."""

    accepted: bool
    share: float
    note: str = ""


def problem(options: Mapping[str, Any]) -> str:
    """What is wrong with the options of a custom checker, as a sentence; "" for nothing."""
    source = options.get("source")
    if set(options) - {"source"} or not isinstance(source, str) or not source.strip():
        return 'The custom checker has one option, "source": a Python program with check(input, output, expected).'
    if len(source) > MAX_SOURCE:
        return f"The checker has {len(source):,} characters; at most {MAX_SOURCE:,} are taken."
    try:
        body = ast.parse(source, "checker.py").body
    except SyntaxError as error:
        return f"The checker is not Python: line {error.lineno}: {error.msg}."
    except (ValueError, RecursionError, MemoryError):
        return "The checker is not Python that can be read."
    if not any(isinstance(one, ast.FunctionDef) and one.name == "check" for one in body):
        return "The checker does not define check(input, output, expected)."
    return ""


class CustomChecker:
    """Asks one checker; its box is opened at the first question and kept until `close`. Any thread may ask."""

    def __init__(self, sandbox: Sandbox, checker: Checker) -> None:
        self._sandbox = sandbox
        self._source = str(checker.options["source"])
        self._box: Box | None = None
        self._artifact = ""
        self._lock = threading.Lock()

    def __call__(self, case: Case, output: bytes) -> Opinion:
        """What `output` is worth. CheckerFault; BoxFault where its box broke."""
        asked = {"input": case.input, "output": output.decode("utf-8", "backslashreplace"), "expected": case.expected}
        with self._lock:
            box = self._ready()
            outcome = box.run(self._artifact, json.dumps(asked).encode(), LIMITS)
        try:
            return _opinion(outcome)
        except ValueError as error:
            raise CheckerFault(f"the question's checker failed on test {case.id!r}: {error}") from error

    def close(self) -> None:
        with self._lock:
            if self._box is not None:
                self._box.close()
                self._box = None

    def _ready(self) -> Box:
        """Its own box: never a candidate's, and shared with nobody but runs of the same checker."""
        if self._box is None:
            tenant = TENANT + hashlib.sha256(self._source.encode("utf-8", "surrogatepass")).hexdigest()[:32]
            self._box = self._sandbox.open(LANGUAGE, LIMITS, tenant)
        if not self._artifact:
            compiled = self._box.compile(f"{PROGRAM}SOURCE = {self._source!r}\nmain()\n", COMPILE_LIMITS)
            if compiled.artifact is None:
                raise CheckerFault("the question's checker could not be laid down")
            self._artifact = compiled.artifact
        return self._box


def _opinion(outcome: Outcome) -> Opinion:
    """ValueError, with a sentence for staff, where the answer means nothing."""
    if outcome.stop is not Stop.EXITED:
        raise ValueError(f"it was stopped: more {_BOUND[outcome.stop]}")
    if outcome.signal or outcome.exit_code:
        said = outcome.stderr[-2000:].decode("utf-8", "backslashreplace").strip()
        raise ValueError(f"it ended with {outcome.signal or f'exit code {outcome.exit_code}'}: {said}")
    try:
        verdict, points, note = json.loads(outcome.stdout)
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError("it gave no answer") from error
    if verdict not in (True, False, "accepted", "wrong_answer"):
        raise ValueError(f"its verdict is {str(verdict)[:80]!r}; there are True, False, 'accepted' and 'wrong_answer'")
    accepted = verdict in (True, "accepted")
    if points is None:
        points = float(accepted)
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points <= 1 or math.isnan(points):
        raise ValueError(f"its points are {str(points)[:80]!r}; they are a share of the test's, 0 to 1")
    if not isinstance(note, str | None):
        raise ValueError("its note is not a text")
    return Opinion(accepted, float(points), (note or "")[:LONGEST_NOTE])


_BOUND = {
    Stop.TIME: f"than {LIMITS.cpu_seconds:g} s of processor time",
    Stop.IDLE: f"than {LIMITS.idle_seconds:g} s of waiting",
    Stop.MEMORY: f"than {LIMITS.memory_mib} MiB of memory",
    Stop.OUTPUT: f"than {LIMITS.output_kib} KiB of output",
}
