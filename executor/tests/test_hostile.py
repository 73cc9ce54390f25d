"""Every hostile program on every sandbox present: its verdict, nothing told, and the box clean afterwards."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from executor.core.job import Case, Job, Report
from executor.core.judge import judge
from executor.core.limits import Limits
from executor.core.verdicts import Verdict
from executor.tests.conftest import SAMPLE
from executor.tests.hostile_programs import HostileProgram, load_all
from executor.tests.hostile_sandboxes import NAMES, Running, opened
from executor.tests.hostile_world import World

PROGRAMS = load_all()
TENANT = "mallory"

CLEAN = {
    "python": """
import os
def listed(folder):
    try:
        return [name for name in os.listdir(folder) if name != os.path.basename(__file__)]
    except OSError:
        return []
files = [name for folder in (".", "/tmp", "/var/tmp", "/dev/shm") for name in listed(folder)]
def is_strange(process):
    try:
        with open("/proc/" + process + "/cmdline") as file, open("/proc/self/cmdline") as own:
            command = file.read()
            # a next run that waits to be started looks like this one or, in a box beside this, like the agent
            return os.stat("/proc/" + process).st_uid not in uids and command != own.read() and "agent" not in command
    except OSError:
        return False
uids = {0, os.stat("/proc/1").st_uid, os.getuid()}
strangers = [p for p in os.listdir("/proc") if p.isdigit() and is_strange(p)]
def is_ending(process):  # in a box beside this that is being closed: it has no command any more, and is gone soon
    import time
    try:
        with open("/proc/" + process + "/cmdline") as file:
            if file.read():
                return False
    except OSError:
        return True
    time.sleep(0.5)
    return not is_strange(process)
strangers = [p for p in strangers if not is_ending(p)]
open("mine", "w").write("x" * 1000)
print(sum(map(int, input().split())), files, strangers)
""",
    "cpp": """
#include <cstdio>
int main() { int a, b; if (std::scanf("%d %d", &a, &b) != 2) return 1; std::printf("%d [] []\\n", a + b); }
""",
    "java": """
public class Clean {
    public static void main(String[] args) {
        var in = new java.util.Scanner(System.in);
        System.out.println(in.nextInt() + in.nextInt() + " [] []");
    }
}
""",
    "javascript": """
const [a, b] = require("fs").readFileSync(0, "utf8").split(" ").map(Number);
console.log(a + b, "[] []");
""",
    "csharp": """
class Clean {
    static void Main() {
        var words = System.Console.ReadLine().Split(' ');
        System.Console.WriteLine(int.Parse(words[0]) + int.Parse(words[1]) + " [] []");
    }
}
""",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module", params=NAMES)
def running(request: pytest.FixtureRequest, world: World) -> Iterator[Running]:
    with opened(str(request.param)) as running:  # after the world, whose secrets it must not take along
        yield running


def test_the_programs_cover_every_language_and_every_kind_of_attack() -> None:
    assert len(PROGRAMS) >= 170
    assert set(Counter(program.language for program in PROGRAMS)) == set(CLEAN)
    assert set(Counter(program.category for program in PROGRAMS)) == {
        *("resources", "escape", "hidden", "network", "lifecycle", "persistence", "bytes", "compile", "language")
    }


def test_the_sample_for_ci_is_twenty_programs_of_every_language_and_kind_of_attack() -> None:
    chosen = [program for program in PROGRAMS if program.id in SAMPLE]
    assert len(chosen) == len(SAMPLE) == 20
    assert {program.language for program in chosen} == set(CLEAN)
    assert {program.category for program in chosen} == {program.category for program in PROGRAMS}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_no_program_can_be_accepted_without_saying_what_came_of_its_attack(program: HostileProgram) -> None:
    for (_, wanted), expected in zip(program.cases, program.expected, strict=True):
        assert wanted is not None or program.distinct or Verdict.ACCEPTED not in expected


@pytest.mark.hostile
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_hostile(program: HostileProgram, running: Running, world: World) -> None:
    if program.language not in running.sandbox.probe().languages:
        pytest.skip(f"no {program.language} in {running.name} here")
    program = program.on(running.name)
    words = world.words()
    job = program.job(words, TENANT)

    started = time.monotonic()
    report = judge(job, running.sandbox)
    took = time.monotonic() - started

    told = json.dumps(report.to_json())
    check_verdicts(program, report, told)
    check_nothing_told(job, report, told, words)
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others slow us down, and no verdict
    assert took < program.within * crowd, f"took {took:.1f} s: {told[:2000]}"
    check_clean_afterwards(program, running)


def check_verdicts(program: HostileProgram, report: Report, told: str) -> None:
    got = [test.verdict for test in report.tests] or [report.verdict]
    assert Verdict.INTERNAL_ERROR not in got, told[:3000]
    if report.verdict is Verdict.COMPILE_ERROR:
        assert all(Verdict.COMPILE_ERROR in expected for expected in program.expected), told[:3000]
    else:
        assert len(got) == len(program.expected), told[:3000]
        for verdict, expected in zip(got, program.expected, strict=True):
            assert verdict in expected, f"{verdict}, not {sorted(expected)}: {told[:3000]}"
    if program.distinct:
        printed = [test.stdout for test in report.tests]
        assert all(printed) and len(set(printed)) == len(printed), told[:3000]


def check_nothing_told(job: Job, report: Report, told: str, words: dict[str, str]) -> None:
    """No file of the host, no hidden input, no expected output; and text that any reader can take."""
    assert words["TOKEN"] not in told
    assert words["ANSWER"] not in told
    assert words["SECRET"] not in told
    assert words["PROJECT"] not in told
    for case, test in zip(job.cases, report.tests, strict=False):
        if case.hidden:
            assert (test.stdout, test.stderr, test.exit_code, test.signal) == (None, None, None, None)
        for text in (test.stdout or "", test.stderr or "", report.compile_output):
            assert "\0" not in text
            text.encode("utf-8")  # no lone surrogate
            assert len(text) <= 4 * max(job.limits.output_kib, 64) * 1024


def check_clean_afterwards(program: HostileProgram, running: Running) -> None:
    """No process that is not an agent's, and the same tenant's next run, in the same box where it was kept."""
    assert not running.strays()
    case = Case("after", "20 22\n", "42 [] []", hidden=False)
    after = judge(Job(program.language, CLEAN[program.language], (case,), Limits(), tenant=TENANT), running.sandbox)
    assert after.verdict is Verdict.ACCEPTED, json.dumps(after.to_json())[:3000]
