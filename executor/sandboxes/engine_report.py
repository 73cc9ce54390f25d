"""What the engine's own report (`GET /info`) says about the walls around a container, for `doctor`."""

from collections.abc import Mapping
from typing import Any


def engine_protections(facts: Mapping[str, Any], runtime: str) -> dict[str, str]:
    """Engine, runtime and the kernel features that the engine uses, each as one short value."""
    runc = str(facts.get("RuncCommit", {}).get("ID", ""))
    used = runtime or str(facts.get("DefaultRuntime", ""))
    security = [_name(option) for option in facts.get("SecurityOptions") or []]
    return {
        "engine": f"Docker {facts.get('ServerVersion', '?')}",
        "runtime": f"runc {runc}".strip() if used == "runc" else used,
        "engine_security": ", ".join(security) or "none",
        "cgroup": f"v{facts.get('CgroupVersion', '?')}, {facts.get('CgroupDriver', '?')}",
    }


def engine_missing(facts: Mapping[str, Any], runtime: str) -> list[str]:
    """What this engine cannot enforce, as sentences that say how to get it."""
    missing = []
    security = {_name(option) for option in facts.get("SecurityOptions") or []}
    if runtime == "runsc":
        missing.append("gVisor applies no seccomp profile of Docker's; the agent's own filter still holds.")
        missing.append("gVisor counts a wait for a core as processor time: give it at least one core more than slots.")
    elif "seccomp" not in security:
        missing.append("The engine was built without seccomp: use Debian's or Docker's own packages.")
    if not facts.get("MemoryLimit", True):
        missing.append("The kernel has no memory cgroup: boot with cgroup_enable=memory.")
    if not facts.get("PidsLimit", True):
        missing.append("The kernel has no pids cgroup: a fork bomb is stopped by the agent only.")
    return missing


def _name(option: str) -> str:
    """`name=seccomp,profile=default` → `seccomp`."""
    return dict(part.partition("=")[::2] for part in option.split(",")).get("name", option)
