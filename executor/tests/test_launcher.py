"""A program that the launcher starts cannot tell that from the agent's own fork, and is as locked; it may die."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import require
from executor.core.limits import Limits
from executor.core.sandbox import Outcome
from executor.sandboxes.agent_files import agent_files
from executor.sandboxes.bubblewrap import BubblewrapSandbox, privileged
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.stream import StreamBox
from executor.tests.both_ways import IMAGE, artifact_of, open_box
from executor.tests.hostile_strays import OURS, run
from executor.tests.test_bubblewrap import alive, eventually

pytestmark = pytest.mark.sandbox
RUNS = 400
LIMITS = Limits(cpu_seconds=5, idle_seconds=20, memory_mib=128)
FACTS = r"""
#include <bits/stdc++.h>
#include <dirent.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
using namespace std;
void show(const char *path, vector<string> starts) {
    ifstream file(path);
    for (string line; getline(file, line);)
        for (auto &start : starts)
            if (line.rfind(start, 0) == 0) cout << line << "\n";
}
int main(int count, char **words) {
    show("/proc/self/status", {"Umask", "NoNewPrivs", "Seccomp", "Cap", "Sig", "Shd", "Cpus_allowed_list",
                               "Threads", "CoreDumping"});
    cout << getgroups(0, nullptr) << (getuid() == geteuid()) << (getuid() == getgid()) << "\n";
    show("/proc/self/limits", {""});
    show("/proc/self/oom_score_adj", {""});
    cout << count << " " << (getpid() == getsid(0)) << " " << (getpid() == getpgrp()) << " " << getppid() << "\n";
    cout << prctl(PR_GET_DUMPABLE) << " " << prctl(PR_GET_PDEATHSIG, &count) << " " << count << "\n";
    cout << filesystem::current_path() << " " << filesystem::exists("/root") << "\n";
    for (char **one = environ; *one; one++) cout << *one << "\n";
    DIR *open = opendir("/proc/self/fd");
    while (dirent *one = readdir(open)) cout << one->d_name << " ";
    for (int one = 0; one < 3; one++) {
        struct stat at;
        fstat(one, &at);
        cout << (at.st_mode & S_IFMT) << " ";
    }
    cout << ofstream("/box/x").good() << ofstream("made").good() << ofstream("/tmp/made").good() << "\n";
}
"""


@contextlib.contextmanager
def opened(*, launcher: bool) -> Iterator[StreamBox]:
    require(privileged(), "root, for bubblewrap's privileged mode: only there runs have a uid of their own")
    files = agent_files(root=True)
    assert "/launcher" in files
    kept = {path: data for path, data in files.items() if launcher or path != "/launcher"}
    with contextlib.closing(BubblewrapSandbox(files=kept)) as sandbox, open_box(sandbox, "cpp", LIMITS) as box:
        yield box


def launchers(parent: int) -> list[int]:
    """The launchers of all that this process has started."""
    found = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        for pid in map(int, (task / "children").read_text().split()):
            with contextlib.suppress(OSError):
                found += launchers(pid)
                is_root = "\nUid:\t0\t" in Path(f"/proc/{pid}/status").read_text()  # and no run that waits at its gate
                if is_root and Path(f"/proc/{pid}/cmdline").read_bytes() in OURS - {b"/usr/bin/python3\0main.py\0"}:
                    found.append(pid)
    return found


def told(box: StreamBox, artifact: str) -> bytes:
    outcome = box.run(artifact, b"", LIMITS)
    assert outcome.exit_code == 0, outcome
    return outcome.stdout


@pytest.mark.parametrize("warm", [False, True])
def test_a_program_cannot_tell_who_started_it(warm: bool) -> None:
    answers = []
    for launcher in (True, False):
        with opened(launcher=launcher) as box:
            artifact = artifact_of(box, FACTS)
            box.warm = warm
            answers.append([told(box, artifact) for _ in range(3)])
            assert bool(launchers(os.getpid())) is launcher
    assert answers[0] == answers[1]
    assert b"NoNewPrivs:\t1" in answers[0][0]
    assert b"\nCapEff:\t0000000000000000\n" in answers[0][0]


def test_a_launcher_that_dies_is_started_again() -> None:
    with opened(launcher=True) as box:
        artifact = artifact_of(box, FACTS)
        box.warm = False  # so that it is idle between two runs
        before = told(box, artifact)
        (first,) = launchers(os.getpid())
        os.kill(first, signal.SIGKILL)
        eventually(lambda: not alive(first))
        assert [told(box, artifact) for _ in range(3)] == [before] * 3
        (second,) = launchers(os.getpid())
        assert second != first
        assert box.reusable


def test_no_run_can_touch_the_launcher() -> None:
    source = r"""
#include <bits/stdc++.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
using namespace std;
int main() {
    int tried = 0, done = 0;
    for (auto &entry : filesystem::directory_iterator("/proc")) {
        string name = entry.path().filename(), path = entry.path();
        if (!isdigit(name[0]) || name == "1" || name == to_string(getpid())) continue;
        tried++;
        done += kill(stoi(name), 9) == 0;
        for (auto what : {"/mem", "/environ", "/oom_score_adj"}) done += open((path + what).c_str(), O_RDWR) >= 0;
        done += access((path + "/fd").c_str(), R_OK) == 0;
    }
    cout << (tried > 0) << " " << done << "\n";
}
"""
    with opened(launcher=True) as box:
        artifact = artifact_of(box, source)
        box.warm = False
        assert told(box, artifact) == b"1 0\n"
        assert launchers(os.getpid())


@pytest.mark.parametrize("launcher", [True, False])
def test_what_cannot_be_executed_says_why(launcher: bool) -> None:
    with opened(launcher=launcher) as box:
        artifact = artifact_of(box, FACTS)
        box._programs["/box/none"] = box._programs[artifact]
        head = {**box._run_head(box._programs[artifact], artifact, LIMITS), "argv": ["/box/none/main"], "ahead": None}
        answer: Outcome = box._outcome(box._ask({"op": "run", **head}, b"", "ran", LIMITS))
        assert answer.exit_code == 127
        assert answer.stderr == b"execute: [Errno 2] No such file or directory: '/box/none/main'"


@pytest.mark.parametrize("words", [["x"] * 300, ["x" * 70_000]])
def test_what_is_too_long_for_an_order_is_forked_by_the_agent(words: list[str]) -> None:
    with opened(launcher=True) as box:
        artifact = artifact_of(box, FACTS)
        head = {**box._run_head(box._programs[artifact], artifact, LIMITS), "ahead": None}
        head["argv"] = [*head["argv"], *words]
        answer: Outcome = box._outcome(box._ask({"op": "run", **head}, b"", "ran", LIMITS))
        assert b"\n%d 1 1 1\n" % (1 + len(words)) in answer.stdout
        assert told(box, artifact)


@pytest.mark.docker
def test_the_time_of_a_launcher_that_died_is_no_runs_and_memory_is_not_taken_from_it_first() -> None:
    with contextlib.closing(DockerSandbox(image=IMAGE)) as sandbox:
        why_not = sandbox.why_not()
        require(not why_not, f"the docker sandbox: {why_not}")
        with open_box(sandbox, "cpp", LIMITS) as box:
            artifact = artifact_of(box, "int main() {}")
            box.warm = False
            agent = int(run("docker", "inspect", "--format", "{{.State.Pid}}", box.id))
            for _ in range(RUNS):
                box.run(artifact, b"", LIMITS)
            (launcher,) = launchers(agent)
            assert int(Path(f"/proc/{launcher}/oom_score_adj").read_text()) <= 0
            spent_ms = int(Path(f"/proc/{launcher}/schedstat").read_text().split()[0]) / 1e6
            os.kill(launcher, signal.SIGKILL)
            eventually(lambda: not alive(launcher))
            assert box.run(artifact, b"", LIMITS).cpu_ms < spent_ms / 2
            assert launchers(agent) != [launcher]
