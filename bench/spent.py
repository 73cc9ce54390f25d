"""CPU seconds that this process and all that it drives have used, what was started ahead included."""

import os
import resource
import time
from functools import cache
from pathlib import Path

import docker

from executor.sandboxes.container_config import OWNER_LABEL
from executor.sandboxes.owner import this_owner

TICK = os.sysconf("SC_CLK_TCK")
ENGINE = ("dockerd", "containerd", "containerd-shim")
IDLE_SHARE = 0.05  # of a core: less than that is nothing but the pools' own looks around
SETTLE_SECONDS = 4.0


class Spent:
    """`seconds` never falls. Containers are seen by their cgroup; one that is gone keeps its last value."""

    def __init__(self) -> None:
        self._containers: dict[str, float] = {}
        self._looking = 0.0  # what the looks themselves have used

    def seconds(self) -> float:
        """This process, those under it, and the containers that it drives; without what looking at them takes."""
        started = time.thread_time()
        for container in our_containers():
            self._containers[container] = max(self._containers.get(container, 0.0), container_cpu(container))
        others = _descendants() + sum(self._containers.values())
        ours = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        self._looking += time.thread_time() - started
        return sum(one.ru_utime + one.ru_stime for one in ours) + others - self._looking

    def settle(self) -> None:
        """Wait until what is started ahead has started (or for SETTLE_SECONDS)."""
        deadline = time.monotonic() + SETTLE_SECONDS
        before, at = self.seconds(), time.monotonic()
        while time.monotonic() < deadline:
            time.sleep(0.15)
            now, later = self.seconds(), time.monotonic()
            if now - before < IDLE_SHARE * (later - at):
                return
            before, at = now, later


def our_containers() -> list[str]:
    """Ids of the containers that this process drives; none where there is no engine."""
    if (client := _engine()) is None:
        return []
    return [found["Id"] for found in client.containers(filters={"label": [f"{OWNER_LABEL}={this_owner()}"]})]


@cache
def _engine() -> docker.APIClient | None:
    try:
        return docker.APIClient(version="auto")
    except docker.errors.DockerException:
        return None


def cgroup_file(container: str, controller: str, name: str) -> Path | None:
    """A file of a container's cgroup: version 1 by its controller, or version 2 by either driver."""
    places = (
        f"{controller}/docker/{container}",
        f"{controller}/system.slice/docker-{container}.scope",
        f"docker/{container}",
        f"system.slice/docker-{container}.scope",
    )
    found = (Path("/sys/fs/cgroup") / place / name for place in places)
    return next((path for path in found if path.exists()), None)


def container_cpu(container: str) -> float:
    """Seconds of CPU time of a container; 0 where its cgroup is gone."""
    try:
        if path := cgroup_file(container, "cpuacct", "cpuacct.usage"):
            return int(path.read_text()) / 1e9
        if path := cgroup_file(container, "", "cpu.stat"):
            return int(path.read_text().split()[1]) / 1e6
    except OSError:
        pass
    return 0.0


def machine_seconds() -> float:
    """Seconds of CPU time that the whole machine has used since it started, other people's work included."""
    words = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _, _, irq, softirq = map(int, words[:7])
    return (user + nice + system + irq + softirq) / TICK


def containers_seconds() -> float:
    """Seconds of CPU time of all containers of the engine that ever ran; 0 where its cgroup keeps no such account."""
    for name, unit, word in (("cpuacct/docker/cpuacct.usage", 1e9, 0), ("docker/cpu.stat", 1e6, 1)):
        path = Path("/sys/fs/cgroup") / name
        if path.exists():
            return int(path.read_text().split()[word]) / unit
    return 0.0


def engine_seconds() -> float:
    """Seconds of CPU time of the Docker engine's processes."""
    return sum(own for own, _, name in _processes().values() if name in ENGINE)


def _descendants() -> float:
    found = _processes()
    family, size = {os.getpid()}, 0
    while len(family) != size:
        size = len(family)
        family |= {pid for pid, (_, parent, _) in found.items() if parent in family}
    return sum(found[pid][0] for pid in family - {os.getpid()} if pid in found)


def _processes() -> dict[int, tuple[float, int, str]]:
    """Every process: seconds of it and of the children that it has waited for, parent, name."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (entry / "stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        words = rest.split()
        found[int(entry.name)] = (sum(map(int, words[11:15])) / TICK, int(words[1]), name)
    return found
