"""The sandboxes of the conformance run, each behind a pool. A new one is a function and its line in SANDBOXES."""

import contextlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
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
from executor.tests.hostile_strays import children, run, strays_in_gvisor, strays_under

IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
COMPOSE = Path(__file__).parents[2] / "compose.yaml"
NOBODY = 65534
SETTLE_SECONDS = 10.0  # until the kernel has taken away what was killed, on a busy machine
GVISOR_SETTLE_SECONDS = 120.0  # until the engine is through with a container whose kernel dies under a fork bomb
START_SECONDS = 30.0
RUNNER_LABEL = "org.coding-engine.hostile-runner"
HEADER_SECONDS = 300.0

Look = Callable[[], list[str]]  # processes (zombies too) that are neither an agent nor what starts one
Opened = tuple[Sandbox, Look]


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox (behind a pool), and what is seen from outside of the processes in its boxes."""

    name: str
    sandbox: Sandbox
    look: Look

    def strays(self) -> list[str]:
        """What runs in its boxes and should not; waits for the end of what has been killed."""
        deadline = time.monotonic() + (GVISOR_SETTLE_SECONDS if self.name == "runsc" else SETTLE_SECONDS)
        while (found := self.look()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return found


@contextlib.contextmanager
def opened(name: str) -> Iterator[Running]:
    """Open one of SANDBOXES for a module's tests. Skips where it cannot work here, fails with REQUIRE_ALL=1."""
    with contextlib.ExitStack() as stack:
        try:
            sandbox, look = SANDBOXES[name](stack)
            sandbox.probe()
        except BoxFault as fault:
            if os.environ.get("REQUIRE_ALL") == "1":
                raise
            pytest.skip(f"MISSING: the {name} sandbox: {fault}")
        pool = Pool(sandbox)
        stack.callback(pool.close)
        yield Running(name, pool, look)


def _bubblewrap(stack: contextlib.ExitStack) -> Opened:
    """The mode in which root needs no user namespace."""
    if os.geteuid() != 0:
        raise BoxFault("its privileged mode needs root")
    headers = HeaderCache(cache_folder())
    headers.wait(HEADER_SECONDS)
    before = children(os.getpid())
    return BubblewrapSandbox(headers=headers), lambda: strays_under(children(os.getpid()) - before, has_zygote=True)


def _bubblewrap_user(stack: contextlib.ExitStack) -> Opened:
    """The mode without any privilege, which a root that runs the tests takes up as `nobody`."""
    before = children(os.getpid())
    sandbox = BubblewrapSandbox(root=False, as_user=NOBODY if os.geteuid() == 0 else None)
    return sandbox, lambda: strays_under(children(os.getpid()) - before, has_zygote=False)


def _docker(stack: contextlib.ExitStack) -> Opened:
    return DockerSandbox(image=IMAGE), lambda: strays_under(set(_containers().values()), has_zygote=True)


def _runsc(stack: contextlib.ExitStack) -> Opened:
    """Docker with gVisor: this machine sees its kernel's threads, and only that kernel knows its processes."""

    def look() -> list[str]:
        try:
            return strays_in_gvisor(_containers())
        except subprocess.TimeoutExpired as away:
            return [f"the engine is busy with a container: {away}"]

    return DockerSandbox(image=IMAGE, runtime="runsc"), look


def _containers() -> dict[str, int]:
    """Every running container that this process drives, with its first process. BoxFault without an engine."""
    try:
        listed = run("docker", "ps", "-q", "--no-trunc", "--filter", f"label={OWNER_LABEL}={this_owner()}").split()
    except (OSError, subprocess.CalledProcessError) as error:
        raise BoxFault(f"no Docker engine: {error}") from error
    pids = {}
    for container in listed:
        with contextlib.suppress(subprocess.CalledProcessError):  # removed meanwhile
            pids[container] = int(run("docker", "inspect", "--format", "{{.State.Pid}}", container))
    return pids


def _socket(stack: contextlib.ExitStack) -> Opened:
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
        container = run(*command)
    except subprocess.CalledProcessError as error:
        raise BoxFault(f"the runner does not start: {error.stderr}") from error
    stack.callback(run, "docker", "rm", "--force", container)
    path, deadline = folder / "agent.sock", time.monotonic() + START_SECONDS
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    pid = int(run("docker", "inspect", "--format", "{{.State.Pid}}", container))
    return SocketSandbox(path=str(path)), lambda: strays_under({pid}, has_zygote=True)


def _remove_abandoned_runners() -> None:
    """Runners of test processes that were killed before they could remove theirs."""
    shown = f'{{{{.ID}}}} {{{{.Label "{RUNNER_LABEL}"}}}}'
    listed = run("docker", "ps", "-a", f"--filter=label={RUNNER_LABEL}", f"--format={shown}")
    for container, _, owner in (line.partition(" ") for line in listed.splitlines()):
        if not is_alive(owner):
            with contextlib.suppress(subprocess.CalledProcessError):
                run("docker", "rm", "--force", container)


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


SANDBOXES: Mapping[str, Callable[[contextlib.ExitStack], Opened]] = {
    "bubblewrap": _bubblewrap,
    "bubblewrap-user": _bubblewrap_user,
    "docker": _docker,
    "runsc": _runsc,
    "socket": _socket,
}
NAMES = tuple(SANDBOXES)
