"""What does a warm box hold? Several boxes of a language, each ready and at rest, then after runs.

A container's cgroup without the page cache, and beside it the engine's process that watches it; under bubblewrap the
proportional share of every process, without what its tmpfs holds.

    python -m bench.box_memory --sandbox docker --output bench/results/box_memory-docker.json
"""

import argparse
import os
import sys
import time
from pathlib import Path

from bench.live_machine import memory_mib
from bench.machine import write
from bench.programs import SUM, cases, unique
from bench.sandboxes import NAMES, made
from bench.spent import cgroup_file, our_containers
from executor.core.languages import LANGUAGES, Language
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Box, Sandbox

BOXES, RUNS = 3, 3
REST_SECONDS = 3.0  # until what is started ahead has started


def containers_mib() -> float:
    """Anonymous and shared memory of all containers of ours."""
    return sum(_container_mib(container) for container in our_containers())


def _container_mib(container: str) -> float:
    path = cgroup_file(container, "memory", "memory.stat") or cgroup_file(container, "", "memory.stat")
    if path is None:
        return 0.0
    words = dict(line.split() for line in path.read_text().splitlines())
    kinds = ("total_rss", "total_shmem") if "total_rss" in words else ("anon", "shmem")
    return sum(int(words.get(kind, 0)) for kind in kinds) / (1 << 20)


def shims_mib() -> float:
    """What the engine's own processes beside our containers hold."""
    ours, found = our_containers(), 0.0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if "containerd-shim" in command and any(container in command for container in ours):
            found += memory_mib(int(entry.name))
    return found


def descendants_mib() -> float:
    """Every process under this one."""
    return sum(memory_mib(pid) for pid in _family(os.getpid())[1:])


def _family(pid: int) -> list[int]:
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text().split():
            found += _family(int(child))
    return found


def work(box: Box, language: Language) -> None:
    """Compile once and run some tests."""
    limits = language.scale(Limits())
    compiled = box.compile(unique(SUM[language.name]), COMPILE_LIMITS)
    if compiled.artifact is None:
        raise SystemExit(f"{language.name}: {compiled}")
    for case in cases(RUNS):
        box.run(compiled.artifact, case.input.encode(), limits)


def measure(sandbox: Sandbox, language: Language, engine: bool) -> dict[str, object]:
    look = containers_mib if engine else descendants_mib
    before = look()
    boxes = [sandbox.open(language.name, language.scale(Limits()), "bench") for _ in range(BOXES)]
    try:
        time.sleep(REST_SECONDS)
        ready = (look() - before) / BOXES
        for box in boxes:
            work(box, language)
        time.sleep(REST_SECONDS)
        used = (look() - before) / BOXES
        shim = shims_mib() / BOXES if engine else 0.0
    finally:
        for box in boxes:
            box.close()
    return {
        "language": language.name,
        "boxes": BOXES,
        "ready_mib": round(ready, 1),
        "used_mib": round(used, 1),
        "engine_mib": round(shim, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=NAMES, default="docker")
    parser.add_argument("--languages", nargs="+", choices=list(LANGUAGES), default=list(LANGUAGES))
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    sandbox = made(asked.sandbox)
    try:
        versions = dict(sandbox.probe().languages)
        time.sleep(1.0)  # the box of the probe goes
        figures = []
        for name in asked.languages:
            figures.append(measure(sandbox, LANGUAGES[name], asked.sandbox != "bubblewrap"))
            print(figures[-1], flush=True)
            time.sleep(1.0)
    finally:
        sandbox.close()
    if asked.output:
        write(asked.output, "box_memory", figures, sandbox=asked.sandbox, languages=versions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
