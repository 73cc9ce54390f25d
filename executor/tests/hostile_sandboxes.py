"""The sandboxes of the conformance run: each opened behind a pool, and what it started seen from outside."""

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from executor.core.sandbox import BoxFault, Sandbox
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.container_config import OWNER_LABEL
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.headers import HeaderCache, cache_folder
from executor.sandboxes.owner import is_alive, this_owner
from executor.sandboxes.pool import Pool
from executor.sandboxes.socket import SocketSandbox

NAMES = ("bubblewrap", "bubblewrap-user", "docker", "socket")
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
COMPOSE = Path(__file__).parents[2] / "compose.yaml"
NOBODY = 65534
SETTLE_SECONDS = 10.0  # until the kernel has taken away what was killed, on a busy machine
START_SECONDS = 30.0
RUNNER_LABEL = "org.coding-engine.hostile-runner"
HEADER_SECONDS = 300.0

Roots = Callable[[], set[int]]


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox (behind a pool) and `roots`, the processes of this machine that it has started."""

    name: str
    sandbox: Sandbox
    roots: Roots

    def strays(self) -> list[str]:
        """Processes (zombies too) in its boxes that are neither an agent nor what starts one; waits for their end."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while (found := _strays(self.roots(), self.name != "bubblewrap-user")) and time.monotonic() < deadline:
            time.sleep(0.02)
        return found


@contextlib.contextmanager
def opened(name: str) -> Iterator[Running]:
    """Open one sandbox for a module's tests. Skips where it cannot work here, fails with REQUIRE_ALL=1."""
    openers = {"docker": _docker, "socket": _socket}
    with contextlib.ExitStack() as stack:
        try:
            sandbox, roots = openers[name](stack) if name in openers else _bubblewrap(name == "bubblewrap-user")
            sandbox.probe()
        except BoxFault as fault:
            if os.environ.get("REQUIRE_ALL") == "1":
                raise
            pytest.skip(f"MISSING: the {name} sandbox: {fault}")
        pool = Pool(sandbox)
        stack.callback(pool.close)
        yield Running(name, pool, roots)


def _bubblewrap(as_user: bool) -> tuple[Sandbox, Roots]:
    """Root's mode, or the one without any privilege (which a root that runs the tests takes up as `nobody`)."""
    before = _children(os.getpid())
    headers = HeaderCache(cache_folder())
    headers.wait(HEADER_SECONDS)
    if not as_user:
        if os.geteuid() != 0:
            raise BoxFault("its privileged mode needs root")
        return BubblewrapSandbox(headers=headers), lambda: _children(os.getpid()) - before
    unprivileged = BubblewrapSandbox(root=False, as_user=NOBODY if os.geteuid() == 0 else None)
    return unprivileged, lambda: _children(os.getpid()) - before


def _docker(stack: contextlib.ExitStack) -> tuple[Sandbox, Roots]:
    return DockerSandbox(image=IMAGE), _containers


def _containers() -> set[int]:
    """The first process of every running container that this process drives. BoxFault without an engine."""
    try:
        listed = _run("docker", "ps", "-q", "--filter", f"label={OWNER_LABEL}={this_owner()}").split()
    except (OSError, subprocess.CalledProcessError) as error:
        raise BoxFault(f"no Docker engine: {error}") from error
    pids = set()
    for container in listed:
        with contextlib.suppress(subprocess.CalledProcessError):  # removed meanwhile
            pids.add(int(_run("docker", "inspect", "--format", "{{.State.Pid}}", container)))
    return pids


def _socket(stack: contextlib.ExitStack) -> tuple[Sandbox, Roots]:
    """The runner, started with what compose.yaml says of it."""
    _containers()
    if os.geteuid() != 0:
        raise BoxFault("the agent's socket directory must be root's")
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agent-")))
    folder.chmod(0o750)
    _remove_abandoned_runners()
    service = _runner()
    command = (
        "docker",
        "run",
        "--detach",
        f"--label={RUNNER_LABEL}={this_owner()}",
        *_flags(service),
        f"--volume={folder}:/run/agent",
        IMAGE,
        *service["command"],
    )
    try:
        container = _run(*command)
    except subprocess.CalledProcessError as error:
        raise BoxFault(f"the runner does not start: {error.stderr}") from error
    stack.callback(_run, "docker", "rm", "--force", container)
    path, deadline = folder / "agent.sock", time.monotonic() + START_SECONDS
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    pid = int(_run("docker", "inspect", "--format", "{{.State.Pid}}", container))
    return SocketSandbox(path=str(path)), lambda: {pid}


def _remove_abandoned_runners() -> None:
    """Runners of test processes that were killed before they could remove theirs."""
    shown = f'{{{{.ID}}}} {{{{.Label "{RUNNER_LABEL}"}}}}'
    listed = _run("docker", "ps", "-a", f"--filter=label={RUNNER_LABEL}", f"--format={shown}")
    for container, _, owner in (line.partition(" ") for line in listed.splitlines()):
        if not is_alive(owner):
            with contextlib.suppress(subprocess.CalledProcessError):
                _run("docker", "rm", "--force", container)


def _runner() -> dict[str, Any]:
    """The runner of compose.yaml, with every ${NAME:-default} at its default."""
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", COMPOSE.read_text(encoding="utf-8"))
    return dict(yaml.safe_load(text)["services"]["runner"])


def _flags(service: dict[str, Any]) -> Iterator[str]:
    """`docker run` flags for a compose service."""
    yield from (f"--network={service['network_mode']}", f"--hostname={service['hostname']}", f"--ipc={service['ipc']}")
    yield from (f"--shm-size={service['shm_size']}", f"--pids-limit={service['pids_limit']}")
    yield from (f"--memory={service['mem_limit']}", f"--memory-swap={service['memswap_limit']}")
    yield from ["--read-only"] if service["read_only"] else []
    for key, flag in (("cap_drop", "cap-drop"), ("cap_add", "cap-add"), ("tmpfs", "tmpfs")):
        yield from (f"--{flag}={value}" for value in service[key])
    for option in service["security_opt"]:
        name, _, profile = option.partition(":")
        yield f"--security-opt={name}={COMPOSE.parent / profile if name == 'seccomp' else profile}"
    yield from (f"--ulimit={name}={value}" for name, value in service["ulimits"].items())


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def _strays(roots: set[int], has_zygote: bool) -> list[str]:
    """`has_zygote`: every run has a uid of its own, and a Python that is root's is the agent's own."""
    found = []
    for pid in _with_descendants(roots):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue  # gone meanwhile
        ids = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1:]
        if has_zygote and set(ids) == {"0"} and command == b"/usr/bin/python3\0main.py\0":
            continue
        if b"agent" not in command and not command.split(b"\0")[0].endswith(b"bwrap"):
            found.append(f"{pid} {command[:200]!r} {status.splitlines()[2]}")
    return found


def _parents() -> dict[int, int]:
    """Every process of this machine with its parent."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return parents


def _children(pid: int) -> set[int]:
    return {child for child, parent in _parents().items() if parent == pid}


def _with_descendants(roots: set[int]) -> set[int]:
    parents, found, size = _parents(), set(roots), 0
    while len(found) != size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found
