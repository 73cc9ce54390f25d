"""What processes cost, read from /proc; and the machine's facts for a result."""

import os
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process that lives; 0 of one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mib(pid: int) -> float:
    """Proportional set size: what is shared between processes is counted once in all."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def processes(word: str, *, program: str) -> list[int]:
    """The processes of a program whose title holds `word`: `postgres: role database …`."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            title = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if title.startswith(program) and word in title:
            found.append(int(entry.name))
    return found


class Meter:
    """CPU seconds of groups of processes since it was made; of one that came later, all that it used."""

    def __init__(self, **groups: Iterable[int]) -> None:
        self._before = {name: {pid: cpu_seconds(pid) for pid in pids} for name, pids in groups.items()}

    def read(self, **later: Iterable[int]) -> dict[str, float]:
        for name, pids in later.items():
            for pid in pids:
                self._before[name].setdefault(pid, 0.0)
        return {
            name: round(sum(max(cpu_seconds(pid) - before, 0.0) for pid, before in pids.items()), 3)
            for name, pids in self._before.items()
        }


def facts() -> dict[str, Any]:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "",
    )
    return {
        "cpu": model,
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_average": os.getloadavg()[0],
    }
