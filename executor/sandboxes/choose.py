"""EXECUTOR_SANDBOX=auto|docker|bubblewrap|socket → a sandbox. There is no way to run code without one."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from executor.core.sandbox import Sandbox
from executor.errors import Unavailable

CHOICES = ("auto", "docker", "bubblewrap", "socket")


def choose() -> Sandbox:
    """The sandbox that the settings ask for. Unavailable, with the reason, where it does not work here."""
    wanted = settings.EXECUTOR_SANDBOX
    if wanted not in CHOICES:
        raise ImproperlyConfigured(f"EXECUTOR_SANDBOX={wanted!r}: it must be one of {', '.join(CHOICES)}")
    reasons = []
    for name in ("docker", "bubblewrap") if wanted == "auto" else (wanted,):
        sandbox, reason = _try(name)
        if sandbox is not None:
            return sandbox
        reasons.append(f"{name}: {reason}")
    raise Unavailable("; ".join(reasons))


def _try(name: str) -> tuple[Sandbox | None, str]:
    # Each is imported only where it is tried: a process that does not run code never loads the Docker SDK.
    if name == "docker":
        from executor.sandboxes.docker import DockerSandbox

        docker = DockerSandbox(
            image=settings.EXECUTOR_IMAGE, runtime=settings.EXECUTOR_RUNTIME, slots=settings.MAX_WORKERS
        )
        why = docker.why_not()
        return (None, why) if why else (docker, "")
    if name == "bubblewrap":
        from executor.sandboxes.bubblewrap import BubblewrapSandbox

        bubblewrap = BubblewrapSandbox()
        why = bubblewrap.why_not()
        return (None, why) if why else (bubblewrap, "")
    from executor.sandboxes.socket import SocketSandbox

    if not settings.EXECUTOR_SOCKET:
        return None, "EXECUTOR_SOCKET is not set: it must be the path of the agent's socket"
    socket = SocketSandbox(path=settings.EXECUTOR_SOCKET)
    why = socket.why_not()
    return (None, why) if why else (socket, "")
