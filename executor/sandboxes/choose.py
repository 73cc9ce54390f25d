"""EXECUTOR_SANDBOX=auto|docker|bubblewrap|socket → a sandbox. There is no way to run code without one."""

from typing import Protocol, runtime_checkable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from executor.core.sandbox import BoxFault, Sandbox
from executor.errors import Unavailable

CHOICES = ("auto", "docker", "bubblewrap", "socket")
AUTO = ("docker", "bubblewrap")


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
