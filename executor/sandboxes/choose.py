"""EXECUTOR_SANDBOX=auto|docker|bubblewrap|socket → a sandbox. There is no way to run code without one."""

import os
from collections.abc import Collection
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from executor.core.languages import LANGUAGES
from executor.core.limits import Limits
from executor.core.sandbox import BoxFault, Sandbox
from executor.errors import Unavailable
from executor.sandboxes.pool import Pool, Scope

CHOICES = ("auto", "docker", "bubblewrap", "socket")
AUTO = ("docker", "bubblewrap")
SOCKET_BOXES = 4  # a slot: an agent that listens takes a bounded number of connections, from all workers together


@runtime_checkable
class RealSandbox(Sandbox, Protocol):
    """A sandbox that depends on something outside this process, which may come and go."""

    def why_not(self) -> str:
        """In one sentence why no box can be opened now; "" when one can. Cheap."""


def why_not(sandbox: Sandbox | None) -> str:
    """Why it can open no box now; "" where it can, or depends on nothing outside."""
    return sandbox.why_not() if isinstance(sandbox, RealSandbox) else ""


def wanted() -> str:
    """EXECUTOR_SANDBOX. ImproperlyConfigured where there is no such sandbox."""
    name: str = settings.EXECUTOR_SANDBOX
    if name not in CHOICES:
        raise ImproperlyConfigured(f"EXECUTOR_SANDBOX={name!r}: it must be one of {', '.join(CHOICES)}")
    return name


def choose() -> tuple[RealSandbox, list[str]]:
    """The sandbox that the settings ask for, already probed; and why those before it were passed over.

    Unavailable, with every reason, where none works here.
    """
    name = wanted()
    reasons: list[str] = []
    for candidate in AUTO if name == "auto" else (name,):
        sandbox = _made(candidate)
        try:
            reason = sandbox.why_not()
            if not reason:
                sandbox.probe()
                return sandbox, reasons
        except BoxFault as fault:
            reason = str(fault)
        sandbox.close()
        reasons.append(f"{candidate}: {reason}")
    raise Unavailable("; ".join(reasons))


def pool_of(sandbox: Sandbox, *, slots: int, languages: Collection[str]) -> Pool:
    """The pool that the settings ask for: `slots` runs at once, on as many of our cores as there are."""
    cores = sorted(os.sched_getaffinity(0))
    first = os.getpid() % len(cores)  # several small workers on one machine do not all take its first cores
    usual = Limits(cpu_seconds=settings.TIMEOUT_SECONDS, memory_mib=settings.MEMORY_LIMIT_MB)
    return Pool(
        sandbox,
        scope=Scope(settings.EXECUTOR_SCOPE),
        memory_mib=settings.EXECUTOR_MEMORY_MIB,
        most=settings.EXECUTOR_BOXES or (SOCKET_BOXES * slots if sandbox.name == "socket" else 0),
        idle_seconds=settings.EXECUTOR_IDLE_SECONDS,
        cores=(cores[first:] + cores[:first])[:slots],
        ahead=settings.EXECUTOR_WARM_BOXES,
        always={name: LANGUAGES[name].scale(usual) for name in settings.EXECUTOR_WARM_LANGUAGES if name in languages},
    )


def _made(name: str) -> RealSandbox:
    # Each is imported only where it is tried: a process that does not run code never loads the Docker SDK.
    if name == "docker":
        from executor.sandboxes.docker import DockerSandbox

        return DockerSandbox(
            image=settings.EXECUTOR_IMAGE, runtime=settings.EXECUTOR_RUNTIME, slots=settings.MAX_WORKERS
        )
    if name == "bubblewrap":
        from executor.sandboxes.bubblewrap import BubblewrapSandbox
        from executor.sandboxes.headers import HeaderCache, cache_folder

        return BubblewrapSandbox(headers=HeaderCache(cache_folder()))
    from executor.sandboxes.socket import SocketSandbox

    return SocketSandbox(path=settings.EXECUTOR_SOCKET)
