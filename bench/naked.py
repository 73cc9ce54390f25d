"""The naked shell loop: the sandbox's own toolchain and flags, no sandbox, timed inside by the shell itself."""

import contextlib
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.sandboxes import IMAGE
from executor.core.job import Case
from executor.core.languages import Language, Program, compile_argv, program, run_argv, run_env
from executor.core.limits import Limits

SHELL = ("/bin/bash", "--noprofile", "--norc")  # it keeps the time; the loop itself is /bin/sh's


class NakedShell:
    """A shell that lives on between loops, in a directory of its own on a tmpfs."""

    def __init__(self, shell: subprocess.Popen[str], folder: str) -> None:
        self._shell, self._folder = shell, folder

    def milliseconds(self, script: str, env: Mapping[str, str]) -> float:
        """How long `sh -c script` takes. RuntimeError where it fails."""
        exports = "".join(f"export {name}={shlex.quote(value)}; " for name, value in env.items())
        timed = f"start=$EPOCHREALTIME; /bin/sh -c {shlex.quote(script)} >&2; status=$?; end=$EPOCHREALTIME"
        self._send(f"({exports}cd {self._folder}; {timed}; echo $status $start $end)")
        status, start, end = self._line().split()
        if status != "0":
            raise RuntimeError(f"the naked loop failed with {status}: {script}")
        return 1000 * (float(end) - float(start))

    def each(self, command: str, repeats: int, env: Mapping[str, str]) -> list[float]:
        """How many milliseconds each of `repeats` runs of a command takes. RuntimeError where one fails."""
        exports = "".join(f"export {name}={shlex.quote(value)}; " for name, value in env.items())
        timed = f"start=$EPOCHREALTIME; {command} || echo -n failed; echo -n $start $EPOCHREALTIME ''"
        self._send(f"({exports}cd {self._folder}; for n in $(seq {repeats}); do {timed}; done; echo)")
        line = self._line()
        if "failed" in line:
            raise RuntimeError(f"the naked run failed: {command}")
        times = [1000 * float(word) for word in line.split()]
        return [end - start for start, end in zip(times[::2], times[1::2], strict=True)]

    def lay(self, name: str, text: str) -> None:
        """Write a file into its directory."""
        self._send(f"printf %s {shlex.quote(text)} >{self._folder}/{name}; echo laid")
        if self._line() != "laid":
            raise RuntimeError(f"{name} could not be written")

    def _send(self, command: str) -> None:
        if self._shell.stdin is None:
            raise RuntimeError("a shell without a standard input")
        self._shell.stdin.write(command + "\n")
        self._shell.stdin.flush()

    def _line(self) -> str:
        if self._shell.stdout is None:
            raise RuntimeError("a shell without a standard output")
        line: str = self._shell.stdout.readline()
        return line.strip()


@contextlib.contextmanager
def naked_shell(sandbox: str) -> Iterator[NakedShell]:
    """For bubblewrap a shell of this machine, whose toolchain its boxes have; else one in a plain container of the
    sandbox's image, with no filter and no limit, so that only the toolchain is the same.
    """
    with tempfile.TemporaryDirectory(prefix="naked-", dir="/dev/shm") as folder:
        command: tuple[str, ...] = SHELL
        if sandbox != "bubblewrap":
            plain = ("docker", "run", "--rm", "-i", "--network=none", "--tmpfs=/naked:exec,size=256m")
            unfiltered = ("--security-opt=seccomp=unconfined", "--security-opt=apparmor=unconfined")
            command, folder = (*plain, *unfiltered, f"--entrypoint={SHELL[0]}", IMAGE, *SHELL[1:]), "/naked"
        env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder}
        shell = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            yield NakedShell(shell, folder)
        finally:
            shell.communicate("exit\n")


def verdict(shell: NakedShell, language: Language, source: str, given: tuple[Case, ...]) -> float:
    """Compile once, run and compare every test: milliseconds."""
    laid = program(language, source)
    shell.lay(laid.file, source)
    for case in given:
        shell.lay(f"{case.id}.in", case.input)
        shell.lay(f"{case.id}.expected", case.expected or "")
    run = _run(language, laid)
    made = shlex.join(compile_argv(language, Program(laid.file, laid.entry)))
    loop = f"for n in $(seq 0 {len(given) - 1}); do {run} <$n.in >$n.out && cmp -s $n.out $n.expected || exit 1; done"
    return shell.milliseconds(f"{made} && {loop}" if made else loop, run_env(language, Limits()))


def compiled(shell: NakedShell, language: Language, source: str) -> str:
    """Lay a program down and compile it; the command that runs it."""
    laid = program(language, source)
    shell.lay(laid.file, source)
    shell.lay("0.in", "1 2\n")
    made = shlex.join(compile_argv(language, Program(laid.file, laid.entry)))
    if made:
        shell.milliseconds(made, {})
    return _run(language, laid)


def runs(shell: NakedShell, language: Language, command: str, repeats: int) -> list[float]:
    """Runs in a row of what is compiled: milliseconds each."""
    return shell.each(f"{command} <0.in >0.out", repeats, run_env(language, Limits()))


def _run(language: Language, laid: Program) -> str:
    return shlex.join(run_argv(language, laid, str(Path()), language.scale(Limits())))
