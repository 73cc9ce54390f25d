"""Real programs in real bubblewrap boxes, with privilege and without: verdicts, limits, isolation, faults."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import require
from executor.core.job import Case, Checker, Event, Job, Report
from executor.core.judge import judge
from executor.core.languages import LANGUAGES
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import BoxFault, LanguageAbsent, Stop
from executor.core.verdicts import Verdict
from executor.sandboxes.bubblewrap import BubblewrapSandbox, arguments, privileged
from executor.tests import programs

pytestmark = pytest.mark.sandbox
NOBODY = 65534
SMALL = Limits(cpu_seconds=1.0, idle_seconds=1.5, memory_mib=128, output_kib=64)
MODES = ["root", "user"] if privileged() else ["user"]


@pytest.fixture(scope="module", params=MODES)
def sandbox(request: pytest.FixtureRequest) -> Iterator[BubblewrapSandbox]:
    require(shutil.which("bwrap") is not None, "bubblewrap (apt-get install bubblewrap)")
    as_user = NOBODY if request.param == "user" and os.geteuid() == 0 else None
    made = BubblewrapSandbox(root=request.param == "root", as_user=as_user)
    yield made
    made.close()


def run(
    sandbox: BubblewrapSandbox,
    language: str,
    source: str,
    *cases: Case,
    limits: Limits = SMALL,
    checker: Checker | None = None,
) -> Report:
    require(language in sandbox.probe().languages, f"{language} (see `manage.py doctor`)")
    job = Job(
        language=language,
        source=source,
        cases=cases or (Case("1", "", None, hidden=False),),
        limits=LANGUAGES[language].scale(limits),
        checker=checker or Checker(),
    )
    return judge(job, sandbox)


@pytest.mark.parametrize("language", programs.LANGUAGE_NAMES)
def test_right_and_wrong_answers(sandbox: BubblewrapSandbox, language: str) -> None:
    cases = (Case("a", "1 2\n", "3\n", hidden=False), Case("b", "2 2\n", "5\n"), Case("c", "40 2\n", "42\n"))
    report = run(sandbox, language, programs.SUM[language], *cases)
    assert [test.verdict for test in report.tests] == ["accepted", "wrong_answer", "accepted"], report
    assert report.verdict is Verdict.WRONG_ANSWER
    assert (report.passed, report.points) == (2, 2.0)
    assert report.tests[0].stdout == "3\n"
    assert (report.compile_ms > 0) is LANGUAGES[language].compiled
    assert 0 < report.memory_kib < 100_000


@pytest.mark.parametrize("language", programs.LANGUAGE_NAMES)
def test_processor_time_decides_time_limit(sandbox: BubblewrapSandbox, language: str) -> None:
    report = run(sandbox, language, programs.SPIN[language])
    assert report.verdict is Verdict.TIME_LIMIT, report
    assert report.tests[0].cpu_ms >= 1000  # rounded: the limit itself may be shown
    assert "s of processor time" in report.message


@pytest.mark.parametrize("language", programs.LANGUAGE_NAMES)
def test_sleeping_is_idle_and_not_time(sandbox: BubblewrapSandbox, language: str) -> None:
    report = run(sandbox, language, programs.SLEEP[language])
    assert report.verdict is Verdict.IDLE_LIMIT, report
    assert report.tests[0].wall_ms >= 1500


@pytest.mark.parametrize("language", programs.LANGUAGE_NAMES)
def test_memory_limit(sandbox: BubblewrapSandbox, language: str) -> None:
    report = run(sandbox, language, programs.HOG[language], limits=Limits(5.0, 5.0, 96, 64))
    assert report.verdict is Verdict.MEMORY_LIMIT, report
    assert "MiB of memory" in report.message


@pytest.mark.parametrize("language", sorted(programs.HOG_IN_A_CHILD))
def test_memory_of_children_counts(sandbox: BubblewrapSandbox, language: str) -> None:
    report = run(sandbox, language, programs.HOG_IN_A_CHILD[language])
    assert report.verdict is Verdict.MEMORY_LIMIT, report


def test_pages_that_processes_share_count_once(sandbox: BubblewrapSandbox) -> None:
    source = """
import os, time
kept = bytearray(os.urandom(1 << 20)) * 60
for _ in range(4):
    if os.fork() == 0:
        time.sleep(0.3)
        os._exit(0)
for _ in range(4): os.wait()
print("done")"""
    report = run(sandbox, "python", source, Case("1", "", "done", hidden=False))
    assert report.verdict is Verdict.ACCEPTED, report
    assert report.memory_kib > 60 << 10


def test_files_count_as_memory(sandbox: BubblewrapSandbox) -> None:
    source = "f = open('big', 'wb')\nfor _ in range(120): f.write(bytes(1 << 20))\nf.flush()\nprint('wrote')"
    report = run(sandbox, "python", source, limits=Limits(2.0, 2.0, 64, 64))
    assert report.verdict is Verdict.MEMORY_LIMIT, report


@pytest.mark.parametrize("language", programs.LANGUAGE_NAMES)
def test_exit_code_and_stderr_of_a_sample(sandbox: BubblewrapSandbox, language: str) -> None:
    test = run(sandbox, language, programs.EXIT_3[language]).tests[0]
    assert (test.verdict, test.exit_code, test.signal) == ("runtime_error", 3, None)
    assert test.stderr == "last words\n"
    assert test.message == "Your program ended with exit code 3."


def test_signals_have_names(sandbox: BubblewrapSandbox) -> None:
    for source, name in (
        ("int main() { *(volatile int *)8 = 1; }", "SIGSEGV"),
        ("#include <cstdlib>\nint main() { abort(); }", "SIGABRT"),
        ("int f(volatile int n) { return f(n + 1) + n; } int main() { return f(1); }", "SIGSEGV"),
    ):
        test = run(sandbox, "cpp", source).tests[0]
        assert (test.verdict, test.exit_code, test.signal) == ("runtime_error", None, name), source


@pytest.mark.parametrize("language", programs.LANGUAGE_NAMES)
def test_output_flood_is_cut(sandbox: BubblewrapSandbox, language: str) -> None:
    report = run(sandbox, language, programs.FLOOD[language])
    assert report.verdict is Verdict.OUTPUT_LIMIT, report
    assert report.tests[0].truncated
    assert len(report.tests[0].stdout or "") == 64 << 10


def test_flood_on_stderr_is_cut(sandbox: BubblewrapSandbox) -> None:
    report = run(sandbox, "python", "import sys\nwhile True: sys.stderr.write('x' * 4096)")
    assert report.verdict is Verdict.OUTPUT_LIMIT
    assert len(report.tests[0].stderr or "") == 64 << 10


@pytest.mark.parametrize("language", sorted(programs.DOES_NOT_COMPILE))
def test_compile_error_comes_with_diagnostics(sandbox: BubblewrapSandbox, language: str) -> None:
    report = run(sandbox, language, programs.DOES_NOT_COMPILE[language])
    assert report.verdict is Verdict.COMPILE_ERROR
    assert report.tests == ()
    assert "error" in report.compile_output
    assert str(Path.cwd()) not in report.compile_output


def test_large_input_and_output(sandbox: BubblewrapSandbox) -> None:
    text = "0123456789abcde\n" * (1 << 20)  # 16 MiB
    limits = Limits(5.0, 5.0, 256, 20 << 10)
    source = "import sys; sys.stdout.write(sys.stdin.read())"
    report = run(sandbox, "python", source, Case("1", text, text), limits=limits)
    assert report.verdict is Verdict.ACCEPTED, report.message


def test_input_that_is_never_read_does_not_hurt(sandbox: BubblewrapSandbox) -> None:
    report = run(sandbox, "python", "print('done')", Case("1", "x" * (8 << 20), "done"))
    assert report.verdict is Verdict.ACCEPTED


def test_nothing_of_one_run_is_left_for_the_next(sandbox: BubblewrapSandbox) -> None:
    source = """
import os
places = (".", "/tmp", "/dev/shm", "/var/tmp", "/box", "/")
for place in places:
    try:
        print(place, "planted" in os.listdir(place))
    except OSError:
        pass
for place in places:
    try:
        os.makedirs(os.path.join(place, "planted", *["d"] * 50))
        os.chmod(os.path.join(place, "planted"), 0)
    except OSError:
        pass
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time; time.sleep(60)
    os._exit(0)
os.wait()
"""
    cases = tuple(Case(str(n), "", None, hidden=False) for n in range(3))
    report = run(sandbox, "python", source, *cases)
    assert [test.verdict for test in report.tests] == ["accepted"] * 3, report
    for test in report.tests:
        assert test.stdout is not None
        assert "/dev/shm False" in test.stdout
        assert "True" not in test.stdout


def test_walls(sandbox: BubblewrapSandbox) -> None:
    source = """
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, action):
    try:
        print(name, "LEAK", action())
    except OSError as error:
        print(name, "blocked")
def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "no")
attempt("agent memory", lambda: open("/proc/1/mem", "rb"))
attempt("agent environment", lambda: open("/proc/1/environ", "rb").read())
attempt("agent source", lambda: open("/agent.pyc", "rb").read(9))
attempt("password file", lambda: open("/etc/passwd").read(9))
attempt("home", lambda: os.listdir("/root") + os.listdir("/home"))
attempt("kill agent", lambda: os.kill(1, 9))
attempt("ptrace", lambda: call(101, 0, 0, 0, 0))
attempt("unshare", lambda: call(272, 0x10000000))
attempt("mount", lambda: call(165, b"none", b"/tmp", b"tmpfs", 0, 0))
attempt("netlink", lambda: socket.socket(16, socket.SOCK_RAW))
attempt("vsock", lambda: socket.socket(40, socket.SOCK_STREAM))
attempt("network", lambda: socket.create_connection(("192.0.2.1", 80), 0.2))
attempt("shared memory", lambda: call(29, 1, 4096, 0o1600))
attempt("affinity", lambda: os.sched_setaffinity(0, {0}))
attempt("root", lambda: os.setuid(0) if os.getuid() else None)
attempt("descriptor 3", lambda: os.fstat(3))
attempt("write beside", lambda: open("/box/planted", "w"))
attempt("write to the program", lambda: open("/box/a1/main.py", "w"))
print(sorted(os.environ))
print([line for line in open("/proc/self/status") if line.startswith(("CapEff", "CapPrm", "NoNewPrivs", "Seccomp:"))])
"""
    stdout = run(sandbox, "python", source).tests[0].stdout
    assert stdout is not None
    lines = stdout.splitlines()
    assert [line for line in lines if "LEAK" in line] == []
    assert len([line for line in lines if line.endswith("blocked")]) == 18
    wanted = ["HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "TMPDIR"]
    assert lines[-2] == str(wanted)
    zero = "0" * 16
    assert lines[-1].replace("\\t", " ").replace("\\n", "") == str(
        [f"CapPrm: {zero}", f"CapEff: {zero}", "NoNewPrivs: 1", "Seccomp: 2"]
    )


def test_artifacts_cannot_be_changed_by_a_run(sandbox: BubblewrapSandbox) -> None:
    source = """
#include <cstdio>
#include <cstdlib>
int main(int argc, char **argv) { puts("sound"); remove(argv[0]); fclose(fopen(argv[0], "w") ?: stdout); }"""
    report = run(sandbox, "cpp", source, Case("1", "", "sound"), Case("2", "", "sound"))
    assert report.verdict is Verdict.ACCEPTED, report


def test_a_fork_bomb_is_contained(sandbox: BubblewrapSandbox) -> None:
    source = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    report = run(sandbox, "python", source, Case("1", ""), Case("2", ""))
    assert {test.verdict for test in report.tests} <= {Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT}, report
    assert len(report.tests) == 2


def test_time_of_children_that_nobody_waits_for_counts(sandbox: BubblewrapSandbox) -> None:
    source = """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    pid = os.fork()
    if pid == 0:
        end = time.process_time() + 0.1
        while time.process_time() < end: pass
        os._exit(0)
    try: os.waitpid(pid, 0)
    except ChildProcessError: pass
"""
    report = run(sandbox, "python", source, limits=Limits(1.0, 20.0, 128, 64))
    assert report.verdict is Verdict.TIME_LIMIT, report
    assert report.tests[0].wall_ms < 4000


def test_hidden_tests_tell_nothing(sandbox: BubblewrapSandbox) -> None:
    source = "import sys; s = input(); print(s); print(s, file=sys.stderr); sys.exit(sum(map(ord, s)) % 100 + 1)"
    events: list[Event] = []
    job = Job("python", source, (Case("1", "sesame", "open"),), SMALL)
    report = judge(job, sandbox, events.append)
    test = report.tests[0]
    assert (test.stdout, test.stderr, test.exit_code, test.signal) == (None, None, None, None)
    assert "sesame" not in json.dumps(report.to_json()) + repr(events)
    assert test.cpu_ms % 10 == test.wall_ms % 10 == test.memory_kib % 1024 == 0


def test_a_missing_language_is_refused(sandbox: BubblewrapSandbox) -> None:
    with pytest.raises(LanguageAbsent, match="brainfuck"):
        sandbox.open("brainfuck", SMALL, "")


def test_a_dead_agent_is_a_fault_and_not_a_hang(sandbox: BubblewrapSandbox) -> None:
    box = sandbox.open("python", SMALL, "")
    artifact = box.compile("import time; time.sleep(30)", COMPILE_LIMITS).artifact
    assert artifact is not None
    timer = threading.Timer(0.3, box.close)
    timer.start()
    with pytest.raises(BoxFault):
        box.run(artifact, b"", Limits(1.0, 20.0))
    timer.join()
    assert not box.reusable
    box.close()


def test_several_threads_at_once(sandbox: BubblewrapSandbox) -> None:
    reports: list[Report] = []

    def work(n: int) -> None:
        reports.append(run(sandbox, "python", programs.SUM["python"], Case("1", f"{n} 1", str(n + 1))))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.verdict for report in reports] == ["accepted"] * 4


def test_the_core_that_is_named_is_the_one(sandbox: BubblewrapSandbox) -> None:
    box = sandbox.open("python", SMALL, "")
    core = box.core = max(os.sched_getaffinity(0))
    artifact = box.compile("import os; print(os.sched_getaffinity(0))", COMPILE_LIMITS).artifact
    assert artifact is not None
    outcome = box.run(artifact, b"", SMALL)
    box.close()
    assert (outcome.stop, outcome.stdout) == (Stop.EXITED, f"{{{core}}}\n".encode())


def test_nothing_of_this_machine_is_in_the_command() -> None:
    command = " ".join(arguments("bwrap", root=True, files={"/agent.pyc": 7, "/launcher": 8}))
    assert "/home" not in command
    assert "/root" not in command
    assert "coding" not in command.lower()
    assert " --bind" not in command


WORKER = """
import time
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.sandboxes.bubblewrap import BubblewrapSandbox
box = BubblewrapSandbox().open("python", Limits(), "")
artifact = box.compile("import os, time; os.fork(); print(flush=True); time.sleep(60)", COMPILE_LIMITS).artifact
print("started", flush=True)
box.run(artifact, b"", Limits(idle_seconds=60))
"""


def test_when_the_worker_dies_its_boxes_die() -> None:
    require(shutil.which("bwrap") is not None, "bubblewrap (apt-get install bubblewrap)")
    worker = subprocess.Popen([sys.executable, "-c", WORKER], stdout=subprocess.PIPE)
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"started\n"
        eventually(
            lambda: len(descendants(worker.pid)) >= 4 + privileged()
        )  # bwrap, agent, the program twice, a zygote, and what it may keep ahead
        family = descendants(worker.pid)
    finally:
        worker.kill()
        worker.communicate()
    eventually(lambda: not [pid for pid in family if alive(pid)])


def descendants(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found[1:]


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    return False


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
