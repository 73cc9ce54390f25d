"""The judge over a fake box: verdicts, events, points, what hidden tests tell, faults."""

import json
import threading

import pytest

from executor.core.job import Case, Checker, CompileDone, CompileStarted, Event, Job, Report, TestDone
from executor.core.judge import Cancelled, judge, readable
from executor.core.limits import Limits
from executor.core.sandbox import BoxFault, Compiled, LanguageAbsent, Outcome, Stop
from executor.core.verdicts import Verdict
from executor.tests.fakes import FakeSandbox, outcome

SAMPLE = Case("s", "1\n", "3\n", hidden=False, points=2.0)
HIDDEN = Case("h", "secret-in", "secret-out", hidden=True, points=5.0)


def job(*cases: Case, language: str = "python", stop: bool = False, checker: Checker | None = None) -> Job:
    return Job(language, "source", cases, Limits(2.0, 10.0, 256, 64), checker or Checker(), stop, "alice")


@pytest.mark.parametrize(
    ("found", "verdict", "sentence"),
    [
        (outcome(stdout=b"3\n"), "accepted", ""),
        (outcome(stdout=b"3 \n\n"), "accepted", ""),
        (outcome(stdout=b"4\n"), "wrong_answer", "not the expected output"),
        (outcome(stdout=b" \n"), "wrong_answer", "printed nothing"),
        (outcome(stop=Stop.TIME, exit_code=None, signal="SIGKILL"), "time_limit", "more than 2 s of processor time"),
        (outcome(stop=Stop.IDLE, exit_code=None, signal="SIGKILL"), "idle_limit", "waited for more than 10 s"),
        (outcome(stop=Stop.MEMORY, exit_code=None, signal="SIGKILL"), "memory_limit", "more than 256 MiB"),
        (outcome(stop=Stop.OUTPUT, exit_code=None, signal="SIGKILL"), "output_limit", "more than 64 KiB"),
        (outcome(exit_code=3, stdout=b"3\n"), "runtime_error", "exit code 3"),
        (outcome(exit_code=None, signal="SIGSEGV"), "runtime_error", "SIGSEGV: it used memory"),
        (outcome(exit_code=None, signal="SIGRTMIN"), "runtime_error", "ended by SIGRTMIN."),
        (outcome(exit_code=1, stderr=b"Traceback\nMemoryError\n"), "memory_limit", "more than 256 MiB"),
        (outcome(exit_code=0, stdout=b"3", stderr=b"MemoryError"), "accepted", ""),
        (outcome(exit_code=1, stderr=b"MemoryError" + b"x" * 9000), "runtime_error", "exit code 1"),
    ],
)
def test_verdicts_and_their_sentences(found: Outcome, verdict: str, sentence: str) -> None:
    report = judge(job(SAMPLE), FakeSandbox([found]))
    assert report.verdict == report.tests[0].verdict == verdict
    assert report.message == report.tests[0].message
    assert (sentence in report.message) if sentence else report.message == ""
    assert report.points == (2.0 if verdict == "accepted" else 0.0)


def test_a_hidden_test_tells_only_verdict_and_rounded_figures() -> None:
    said = outcome(exit_code=42, cpu_ms=13, wall_ms=21, memory_kib=1025, stdout=b"secret-in", stderr=b"secret-out")
    events: list[Event] = []
    report = judge(job(HIDDEN), FakeSandbox([said]), events.append)
    test = report.tests[0]
    assert (test.cpu_ms, test.wall_ms, test.memory_kib) == (20, 30, 2048)
    assert (report.cpu_ms, report.memory_kib) == (20, 2048)
    assert (test.stdout, test.stderr, test.exit_code, test.signal, test.truncated) == (None, None, None, None, False)
    for text in (json.dumps(report.to_json()), repr(events)):
        assert "secret" not in text
        assert "42" not in text


def test_a_hidden_wrong_answer_does_not_say_that_nothing_was_printed() -> None:
    silent, loud = (judge(job(HIDDEN), FakeSandbox([outcome(stdout=text)])) for text in (b"", b"something"))
    assert silent.tests[0].message == loud.tests[0].message != ""


def test_own_input_has_no_right_answer() -> None:
    report = judge(job(Case("own", "x", None, hidden=False)), FakeSandbox([outcome(stdout=b"anything")]))
    assert report.verdict is Verdict.ACCEPTED
    assert report.tests[0].stdout == "anything"


def test_the_checker_of_the_job_decides() -> None:
    sandbox = FakeSandbox([outcome(stdout=b"3.0000001")])
    assert judge(job(SAMPLE, checker=Checker("float")), sandbox).verdict is Verdict.ACCEPTED


def test_every_test_is_run_and_the_first_that_failed_names_the_verdict() -> None:
    sandbox = FakeSandbox([outcome(stdout=b"3"), outcome(stop=Stop.TIME), outcome(exit_code=1), outcome(stdout=b"3")])
    events: list[Event] = []
    report = judge(job(SAMPLE, SAMPLE, SAMPLE, SAMPLE), sandbox, events.append)
    assert [t.verdict for t in report.tests] == ["accepted", "time_limit", "runtime_error", "accepted"]
    assert (report.verdict, report.passed, report.points) == ("time_limit", 2, 4.0)
    assert [event.index for event in events if isinstance(event, TestDone)] == [0, 1, 2, 3]
    assert [event.result for event in events if isinstance(event, TestDone)] == list(report.tests)
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_stop_at_first_failure() -> None:
    sandbox = FakeSandbox([outcome(stdout=b"3"), outcome(stdout=b"4"), outcome(stdout=b"3")])
    report = judge(job(SAMPLE, SAMPLE, SAMPLE, stop=True), sandbox)
    assert [t.verdict for t in report.tests] == ["accepted", "wrong_answer"]


def test_compiled_once_and_its_warnings_are_kept() -> None:
    said = outcome(wall_ms=300, cpu_ms=250, stderr=b"warning: \xff\0 odd\n")
    sandbox = FakeSandbox([outcome(stdout=b"3"), outcome(stdout=b"3")], Compiled("/box/a1", said))
    events: list[Event] = []
    report = judge(job(SAMPLE, SAMPLE, language="cpp"), sandbox, events.append)
    assert events[:2] == [CompileStarted("cpp"), CompileDone(True, "warning: \\xff\\x00 odd", 300)]
    assert (report.compile_ms, report.cpu_ms, report.compile_cached) == (300, 250 + 7 + 7, False)
    assert sandbox.boxes[0].sources == ["source"]
    assert sandbox.boxes[0].inputs == [b"1\n", b"1\n"]


def test_a_kept_artifact_costs_nothing() -> None:
    sandbox = FakeSandbox([outcome(stdout=b"3")], Compiled("/box/a1", outcome(wall_ms=300), cached=True))
    report = judge(job(SAMPLE, language="cpp"), sandbox)
    assert (report.compile_ms, report.cpu_ms, report.compile_cached) == (0, 7, True)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (outcome(exit_code=1, stderr=b"main.cpp:1: error"), "does not compile"),
        (outcome(stop=Stop.TIME, stderr=b"main.cpp:1: error"), "more than 10 s of processor time"),
        (outcome(stop=Stop.IDLE, stderr=b"main.cpp:1: error"), "stood still for more than 20 s"),
        (outcome(stop=Stop.MEMORY, stderr=b"main.cpp:1: error"), "more than 1024 MiB"),
        (outcome(stop=Stop.OUTPUT, stderr=b"main.cpp:1: error"), "more than 64 KiB"),
    ],
)
def test_compile_errors(said: Outcome, sentence: str) -> None:
    sandbox = FakeSandbox([], Compiled(None, said))
    report = judge(job(SAMPLE, language="cpp"), sandbox)
    assert (report.verdict, report.tests, report.compile_output) == ("compile_error", (), "main.cpp:1: error")
    assert sentence in report.message
    assert sandbox.boxes[0].closed == 1


def test_a_box_that_breaks_is_our_fault_and_keeps_what_was_known() -> None:
    sandbox = FakeSandbox([outcome(stdout=b"3"), BoxFault("the agent has gone")])
    report = judge(job(SAMPLE, SAMPLE), sandbox)
    assert (report.verdict, report.fault, len(report.tests)) == ("internal_error", "the agent has gone", 1)
    assert "our fault" in report.message
    assert sandbox.boxes[0].closed == 1


@pytest.mark.parametrize(
    "sandbox", [FakeSandbox(fault=BoxFault("no daemon")), FakeSandbox(compiled=BoxFault("no daemon"))]
)
def test_a_box_that_cannot_be_had(sandbox: FakeSandbox) -> None:
    report = judge(job(SAMPLE), sandbox)
    assert (report.verdict, report.fault, report.sandbox) == ("internal_error", "no daemon", "fake")


def test_an_absent_language_is_refused_and_not_judged() -> None:
    with pytest.raises(LanguageAbsent) as refused:
        judge(job(SAMPLE, language="cobol"), FakeSandbox())
    assert (refused.value.status, refused.value.errors[0].field) == (422, "language")


def test_cancel_between_tests_gives_the_box_back() -> None:
    cancel = threading.Event()

    def last(stdin: bytes) -> Outcome:
        cancel.set()
        return outcome(stdout=b"3")

    sandbox = FakeSandbox([last])
    with pytest.raises(Cancelled):
        judge(job(SAMPLE, SAMPLE), sandbox, cancel=cancel)
    assert sandbox.boxes[0].closed == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [(b"plain\n", "plain\n"), (b"a\0b", "a\\x00b"), (b"\xff\xc3", "\\xff\\xc3"), ("né".encode(), "né"), (b"", "")],
)
def test_output_is_made_readable(given: bytes, shown: str) -> None:
    assert readable(given) == shown
