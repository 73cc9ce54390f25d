"""What boxes weigh, and how much memory they may have together. All in MiB."""

from pathlib import Path

from executor.core.languages import LANGUAGES

SHIM_MIB = 14  # the engine's own process beside each container
# A warm box after some runs, by its cgroup without the page cache (a test measures it again): agent and zygote, a
# compiled program or two on its tmpfs; and what is started ahead in it.
WARM_MIB = {name: 12 + row.ahead_mib for name, row in LANGUAGES.items()}


def weight(language: str) -> int:
    """What an idle box of the language holds."""
    return SHIM_MIB + WARM_MIB[language]


def default_budget() -> int:
    """Half of what this machine, or the cgroup that we run in, has."""
    return _total() // 2


def _total() -> int:
    facts = Path("/proc/meminfo").read_text()
    found = [int(line.split()[1]) >> 10 for line in facts.splitlines() if line.startswith("MemTotal:")]
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(limit).read_text().strip()
        except OSError:
            continue
        if text.isdecimal():  # v2 says "max", v1 a number beyond any machine
            found.append(int(text) >> 20)
    return min(found)
