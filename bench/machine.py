"""What figures depend on, and where they go: one JSON file a question and sandbox under bench/results/."""

import datetime
import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOAD_AT_START = [round(value, 2) for value in os.getloadavg()]  # before this process has added to it
RESULTS = Path(__file__).parent / "results"


def machine() -> dict[str, Any]:
    """Commit, kernel, processor, cores and load (1, 5, 15 minutes) now and when this process started."""
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short", "HEAD") + ("+changes" if _git("status", "--porcelain", "-uno") else ""),
        "kernel": platform.release(),
        "cpu": model[0] if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load_at_start": LOAD_AT_START,
        "load": [round(value, 2) for value in os.getloadavg()],
        "python": platform.python_version(),
    }


def write(path: Path, question: str, figures: Sequence[Mapping[str, Any]], **facts: Any) -> None:
    """Keep figures with the question that they answer, the machine's facts and `facts` (sandbox, scope, versions)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {"question": question, **facts, "machine": machine(), "figures": list(figures)}
    path.write_text(json.dumps(found, indent=1) + "\n")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, interpolated."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
