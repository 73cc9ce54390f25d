"""What a worker tells the database of itself, so that a process without workers knows what is on offer."""

from datetime import timedelta

from django.utils import timezone

from executor.core.sandbox import SandboxInfo
from executor.models import WorkerBeat

KEPT = timedelta(days=1)  # the last known offer outlives its worker so long


def beat(name: str, *, slots: int, info: SandboxInfo | None, reason: str) -> None:
    """We live. info: what we can run; None: nothing, because of `reason`."""
    found = info or SandboxInfo(name="")
    facts = {
        "at": timezone.now(),
        "sandbox": found.name,
        "languages": dict(found.languages),
        "protections": dict(found.protections),
        "slots": slots,
        "reason": "" if info else reason,
    }
    WorkerBeat.objects.update_or_create(name=name, defaults=facts)


def forget(name: str) -> None:
    WorkerBeat.objects.filter(name=name).delete()


def forget_old() -> None:
    """Take away the beats of workers that are long gone."""
    WorkerBeat.objects.filter(at__lt=timezone.now() - KEPT).delete()
