"""The whole story of a run: open a box, compile once, run each test, classify, report.

Expected outputs and checkers stay here, outside the box; hidden inputs enter it only as their own run's stdin.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from executor.core import checkers, custom_checker, sentences
from executor.core.custom_checker import CustomChecker, Opinion
from executor.core.job import Case, CompileDone, CompileStarted, Event, Job, Report, TestDone, TestResult
from executor.core.lanes import Lane, run_in_lanes
from executor.core.languages import LANGUAGES, Language
from executor.core.limits import COMPILE_LIMITS
from executor.core.sandbox import Box, BoxFault, Compiled, Outcome, Sandbox, Stop
from executor.core.verdicts import Verdict, overall

SPARE_SECONDS = 0.05  # of tests left, for which a box of nobody's pays: half of it is saved, 0.1 s of CPU is spent
STDERR_TAIL = 64 << 10  # bytes of stderr that a report keeps
MARKS_TAIL = 8 << 10  # bytes of stderr in which a runtime's own "out of memory" is looked for
HIDDEN_MS, HIDDEN_KIB = 10, 1024  # what times and memory of hidden tests are rounded up to

_STOPPED = {
    Stop.TIME: Verdict.TIME_LIMIT,
    Stop.IDLE: Verdict.IDLE_LIMIT,
    Stop.MEMORY: Verdict.MEMORY_LIMIT,
    Stop.OUTPUT: Verdict.OUTPUT_LIMIT,
}


class Cancelled(Exception):
    """The caller set `cancel`: nothing is reported."""


@dataclass(slots=True)
class _Progress:
    """What is known so far; a fault on the way keeps it."""

    job: Job
    sandbox: str
    checker: CustomChecker | None = None
    box_id: str = ""
    compiled: Compiled | None = None
    compile_output: str = ""
    tests: list[TestResult] = field(default_factory=list)
    run_ms: int = 0

    def report(self, verdict: Verdict, message: str, fault: str = "") -> Report:
        outcome = self.compiled.outcome if self.compiled else None
        cached = bool(self.compiled and self.compiled.cached and outcome)
        spent = outcome.cpu_ms if outcome and not cached else 0
        return Report(
            verdict=verdict,
            tests=tuple(self.tests),
            message=message,
            compile_output=self.compile_output,
            compile_ms=outcome.wall_ms if outcome and not cached else 0,
            run_ms=self.run_ms,
            sandbox=self.sandbox,
            box_id=self.box_id,
            cpu_ms=spent + sum(test.cpu_ms for test in self.tests),
            memory_kib=max((test.memory_kib for test in self.tests), default=0),
            compile_cached=cached,
            fault=fault,
        )


def judge(
    job: Job,
    sandbox: Sandbox,
    on_event: Callable[[Event], None] = lambda event: None,
    *,
    cancel: threading.Event | None = None,
) -> Report:
    """Judge a job. Broken boxes give internal_error with `fault` filled; LanguageAbsent and Cancelled are raised."""
    custom = job.checker.name == custom_checker.NAME
    progress = _Progress(job, sandbox.name, CustomChecker(sandbox, job.checker) if custom else None)
    try:
        box = sandbox.open(job.language, job.limits, job.tenant)
    except BoxFault as fault:
        return progress.report(Verdict.INTERNAL_ERROR, sentences.INTERNAL, str(fault))
    try:
        progress.box_id = box.id
        return _judge_in(box, sandbox, progress, on_event, cancel)
    except BoxFault as fault:
        return progress.report(Verdict.INTERNAL_ERROR, sentences.INTERNAL, str(fault))
    finally:
        box.close()
        if progress.checker:
            progress.checker.close()


def _judge_in(
    box: Box,
    sandbox: Sandbox,
    progress: _Progress,
    on_event: Callable[[Event], None],
    cancel: threading.Event | None,
) -> Report:
    job, language = progress.job, LANGUAGES[progress.job.language]
    artifact = _compile(box, language, progress, on_event)
    if artifact is None:
        outcome = progress.compiled.outcome if progress.compiled else None
        return progress.report(Verdict.COMPILE_ERROR, sentences.compile_failed(outcome, COMPILE_LIMITS))
    started = time.monotonic()

    def run(lane: Lane, index: int) -> TestResult:
        if cancel is not None and cancel.is_set():
            raise Cancelled
        case, (place, name) = job.cases[index], lane
        if not name:
            name = adopted[place.id] = adopted.get(place.id) or place.adopt(job.source, exported)
        outcome = place.run(name, case.input.encode("utf-8", "surrogatepass"), job.limits)
        return _result(job, language, case, outcome, progress.checker)

    def done(index: int, result: TestResult) -> bool:
        progress.tests.append(result)
        progress.run_ms = round(1000 * (time.monotonic() - started))
        on_event(TestDone(index, result))
        return not job.stop_at_first_failure or result.verdict is Verdict.ACCEPTED

    def widen(left: int, *, own: bool) -> None:
        while len(lanes) < left and (spare := sandbox.spare(job.language, job.limits, job.tenant, own)):
            lanes.append((spare, ""))  # it takes over what was compiled while the first box runs already

    lanes: list[Lane] = [(box, artifact)]
    exported, adopted = b"", dict[str, str]()
    at, goes_on, count = 0, True, len(job.cases)
    try:
        widen(count, own=True)
        while len(lanes) == 1 and goes_on and at < count:
            before = time.monotonic()
            goes_on = run_in_lanes(lanes, range(at, at + 1), run, done)
            at += 1
            if goes_on and (time.monotonic() - before) * (count - at) >= SPARE_SECONDS:
                widen(count - at, own=False)
        working = lanes
        if len(lanes) > 1:
            try:
                exported = box.export(artifact)
            except BoxFault:  # too large to take over; or the box broke, and will say so when it runs
                working = lanes[:1]
        if goes_on:
            run_in_lanes(working, range(at, count), run, done)
    finally:
        for other, _ in lanes[1:]:
            other.close()
    verdict = overall([test.verdict for test in progress.tests])
    failed = next((test for test in progress.tests if test.verdict is verdict), None)
    return progress.report(verdict, failed.message if failed else "")


def _compile(box: Box, language: Language, progress: _Progress, on_event: Callable[[Event], None]) -> str | None:
    """The artifact, or None when the source does not compile."""
    if language.compiled:
        on_event(CompileStarted(language.name))
    compiled = progress.compiled = box.compile(progress.job.source, COMPILE_LIMITS)
    if compiled.outcome is not None:
        said = [readable(part).strip("\n") for part in (compiled.outcome.stdout, compiled.outcome.stderr)]
        progress.compile_output = "\n".join(filter(None, said))
    if language.compiled:
        wall = compiled.outcome.wall_ms if compiled.outcome and not compiled.cached else 0
        on_event(CompileDone(compiled.artifact is not None, progress.compile_output, wall))
    return compiled.artifact


def classify(job: Job, language: Language, case: Case, outcome: Outcome) -> Verdict:
    """The verdict on one test; with a custom checker, whether there is an output for it to judge."""
    if outcome.stop is not Stop.EXITED:
        return _STOPPED[outcome.stop]
    if outcome.signal is not None or outcome.exit_code != 0:
        tail = outcome.stderr[-MARKS_TAIL:]
        refused = any(mark in tail for mark in language.out_of_memory)
        return Verdict.MEMORY_LIMIT if refused else Verdict.RUNTIME_ERROR
    if job.checker.name == custom_checker.NAME:
        return Verdict.ACCEPTED
    if case.expected is None or checkers.matches(job.checker, outcome.stdout, case.expected):
        return Verdict.ACCEPTED
    return Verdict.WRONG_ANSWER


def _result(
    job: Job, language: Language, case: Case, outcome: Outcome, checker: CustomChecker | None = None
) -> TestResult:
    verdict = classify(job, language, case, outcome)
    opinion = Opinion(accepted=verdict is Verdict.ACCEPTED, share=float(verdict is Verdict.ACCEPTED))
    if checker and case.expected is not None and opinion.accepted:
        opinion = checker(case, outcome.stdout)
        verdict = Verdict.ACCEPTED if opinion.accepted else Verdict.WRONG_ANSWER
    points = case.points * opinion.share
    message = sentences.about(verdict, outcome, job.limits, hidden=case.hidden)
    if opinion.note and not case.hidden:  # it may tell what is in the test
        message = opinion.note
    if case.hidden:
        cpu, wall = (_up(value, HIDDEN_MS) for value in (outcome.cpu_ms, outcome.wall_ms))
        return TestResult(case.id, verdict, cpu, wall, _up(outcome.memory_kib, HIDDEN_KIB), points, message)
    return TestResult(
        case_id=case.id,
        verdict=verdict,
        cpu_ms=outcome.cpu_ms,
        wall_ms=outcome.wall_ms,
        memory_kib=outcome.memory_kib,
        points=points,
        message=message,
        exit_code=outcome.exit_code,
        signal=outcome.signal,
        stdout=readable(outcome.stdout),
        stderr=readable(outcome.stderr[-STDERR_TAIL:]),
        truncated=outcome.truncated,
    )


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def readable(output: bytes) -> str:
    """Output as text that every database and browser takes: NULs and invalid UTF-8 as \\x00 escapes."""
    return output.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
