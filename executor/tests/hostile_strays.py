"""What a sandbox's boxes hold besides their agents, seen from outside of them."""

import contextlib
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

GATE = re.compile(r"/w\d+/\.gate$", re.MULTILINE)  # what a run that is started ahead waits at; the agent's own to make

OURS = {b"/usr/bin/python3\0main.py\0", b"//launcher\0", b"/opt/agent/launcher\0"}  # command lines


def run(*command: str) -> str:
    """What a command prints. CalledProcessError when it fails."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def strays_under(roots: set[int], *, has_zygote: bool) -> list[str]:
    """Processes below `roots` that are neither an agent nor a bwrap, nor a next run that waits at its gate.

    has_zygote: every run has a uid of its own, and a Python or a launcher that is root's is the agent's own.
    """
    found = []
    for pid in _with_descendants(roots):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            status = Path(f"/proc/{pid}/status").read_text()
            descriptors = "\n".join(str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir())
        except OSError:
            continue  # gone meanwhile
        ids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
        if has_zygote and set(ids) == {"0"} and command in OURS:
            continue
        if GATE.search(descriptors):
            continue
        if b"agent" not in command and not command.split(b"\0")[0].endswith(b"bwrap"):
            found.append(f"{pid} {command[:200]!r} {status.splitlines()[2]}")
    return found


def strays_in_gvisor(containers: Mapping[str, int]) -> list[str]:
    """Processes in gVisor containers (id → its first process here) that are not root's Pythons (agent and zygote) or
    launcher, nor a next run that waits at its gate.
    """
    found = []
    for container, pid in containers.items():
        try:
            sandbox = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            state = next(word for word in sandbox if word.startswith("--root="))
            listed = run("runsc", state, "ps", "--format=table", container).splitlines()[1:]
        except (FileNotFoundError, StopIteration, subprocess.CalledProcessError) as error:
            if Path(f"/proc/{pid}").exists():
                found.append(f"{container} cannot be looked into, or is being removed: {error}")
            continue
        ours = {("0", "python3"), ("0", "launcher")}
        strangers = [line for line in listed if (line.split()[0], line.split()[-1]) not in ours]
        found += [line for line in strangers if not _waits_at_gate(container, line.split()[1])]
    return found


def _waits_at_gate(container: str, pid: str) -> bool:
    listing = ("docker", "exec", container, "/bin/ls", "-l", f"/proc/{pid}/fd")
    done = subprocess.run(listing, check=False, capture_output=True, text=True, timeout=60)
    return done.returncode != 0 or GATE.search(done.stdout) is not None  # else it has gone meanwhile


def _parents() -> dict[int, int]:
    """Every process of this machine with its parent."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return parents


def children(pid: int) -> set[int]:
    return {child for child, parent in _parents().items() if parent == pid}


def _with_descendants(roots: set[int]) -> set[int]:
    parents, found, size = _parents(), set(roots), 0
    while len(found) != size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found
