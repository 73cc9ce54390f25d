"""What a sandbox container is created with: one pure function, from limits to the engine's own JSON.

Docker Engine API, `POST /containers/create`, as of version 1.41 (Docker 20.10); podman's service takes the same.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LABEL = "org.coding-engine"
INSTANCE_LABEL = f"{LABEL}.instance"  # whose containers these are: one host's (or pod's) workers
OWNER_LABEL = f"{LABEL}.owner"  # which process of that host drives this one
LANGUAGE_LABEL = f"{LABEL}.language"

BOX_DIRECTORY = "/box"  # a run's own directories; the only place whose files can be executed
BOX_TMPFS_MIB = 64
AGENT_HEADROOM_MIB = 64  # the agent itself, page tables, and what a poll of the memory sees too late
AGENT_PROCESSES = 8
# gVisor's own kernel lives in the container: its memory and its threads count, a few for every thread of a run. Were
# it refused one it would end, and the box with it: inside it the agent bounds each run's processes instead.
GVISOR = "runsc"
GVISOR_HEADROOM_MIB = 192
GVISOR_THREADS, GVISOR_THREADS_A_PROCESS = 256, 8

# The engine's own list of 2024, so that an older engine hides as much.
MASKED_PATHS = (
    "/proc/acpi",
    "/proc/asound",
    "/proc/interrupts",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/sys/devices/virtual/powercap",
    "/sys/firmware",
)
READONLY_PATHS = ("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger")


@dataclass(frozen=True, slots=True)
class ContainerSpec:
    """What differs from container to container."""

    image: str
    language: str
    memory_mib: int  # the most that a run or a compile may use in it
    processes: int  # the most processes and threads that one may have at once
    instance: str
    owner: str
    runtime: str = ""  # "": the engine's default; else runc, crun or runsc


@cache
def seccomp_profile() -> str:
    """The profile as JSON text: the engine takes the text itself, a path is the command line's business."""
    return (Path(__file__).parent.parent / "image" / "seccomp.json").read_text(encoding="utf-8")


def container_config(spec: ContainerSpec, *, seccomp: str) -> dict[str, Any]:
    """The body of `POST /containers/create` for one sandbox container. `seccomp` is the profile's JSON text."""
    return {
        "Image": spec.image,
        "Cmd": ["--nproc"] if spec.runtime == GVISOR else [],
        "Hostname": "sandbox",
        "WorkingDir": BOX_DIRECTORY,
        "User": "0:0",  # the agent, with two capabilities; every run gets a uid of its own
        "Labels": {INSTANCE_LABEL: spec.instance, OWNER_LABEL: spec.owner, LANGUAGE_LABEL: spec.language},
        "Tty": False,
        "OpenStdin": True,
        "StdinOnce": True,  # our end closed, for whatever reason, is end of file for the agent, and it stops
        "AttachStdin": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "NetworkDisabled": True,
        "HostConfig": host_config(spec, seccomp=seccomp),
    }


def host_config(spec: ContainerSpec, *, seccomp: str) -> dict[str, Any]:
    """The walls. Memory in bytes; swap equal to memory means no swap at all."""
    memory_mib = spec.memory_mib + BOX_TMPFS_MIB + AGENT_HEADROOM_MIB
    processes = spec.processes + AGENT_PROCESSES
    if spec.runtime == GVISOR:
        memory_mib += GVISOR_HEADROOM_MIB
        processes = GVISOR_THREADS + GVISOR_THREADS_A_PROCESS * processes
    memory = memory_mib * 1024 * 1024
    return {
        "AutoRemove": True,
        "CapAdd": ["SETUID", "SETGID"],
        "CapDrop": ["ALL"],
        "Init": False,  # the agent is PID 1 and reaps
        "IpcMode": "private",
        "LogConfig": {"Type": "none", "Config": {}},
        "MaskedPaths": list(MASKED_PATHS),
        "Memory": memory,
        "MemorySwap": memory,
        "NetworkMode": "none",
        "PidsLimit": processes,
        "Privileged": False,
        "ReadonlyPaths": list(READONLY_PATHS),
        "ReadonlyRootfs": True,
        "Runtime": spec.runtime,
        "SecurityOpt": ["no-new-privileges", f"seccomp={seccomp}"],
        "ShmSize": 1024 * 1024,
        "Tmpfs": {
            BOX_DIRECTORY: f"rw,exec,nosuid,nodev,size={BOX_TMPFS_MIB}m,nr_inodes=4096,mode=711",
            "/tmp": "rw,noexec,nosuid,nodev,size=1m,nr_inodes=256,mode=1777",  # noqa: S108 - inside the container
        },
        # No nproc: the kernel counts it per uid over all containers.
        "Ulimits": [
            {"Name": "core", "Soft": 0, "Hard": 0},
            {"Name": "nofile", "Soft": 256, "Hard": 256},
        ],
    }
