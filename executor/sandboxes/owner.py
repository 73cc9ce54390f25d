"""Which process a container belongs to, in a form that another process can check later."""

import hashlib
import os
import socket
from pathlib import Path


def this_instance() -> str:
    """Names the place in which process ids mean what they mean here: this machine and this pid namespace."""
    try:
        machine = Path("/etc/machine-id").read_text().strip()
    except OSError:
        machine = ""
    namespace = Path("/proc/self/ns/pid").readlink()
    return hashlib.sha256(f"{machine}/{socket.gethostname()}/{namespace}".encode()).hexdigest()[:16]


def owner_of(pid: int) -> str | None:
    """A process in full: boot, pid and start time, for pids are used again. None when there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    state, started = fields[0], fields[19]
    return None if state in "ZX" else f"{boot[:8]}-{pid}-{started}"


def this_owner() -> str:
    """The calling process."""
    return owner_of(os.getpid()) or ""


def is_alive(owner: str) -> bool:
    """Is the process that `owner_of` named still running? False for text that it never made."""
    pid = owner.split("-")[1] if owner.count("-") == 2 else ""
    return pid.isdecimal() and owner_of(int(pid)) == owner
