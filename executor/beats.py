"""What a worker tells the database of itself, so that a process without workers knows what is on offer."""

from datetime import timedelta

from django.utils import timezone

from executor.core.sandbox import SandboxInfo
from executor.models import WorkerBeat

KEPT = timedelta(days=1)  # the last known offer outlives its worker so long


def beat(name: str, *, slots: int, info: SandboxInfo, reason: str) -> None:
    """We live. info: what we can run; reason: why not now, "" where we can.

    The languages of a sandbox that worked before are kept while it is away: it is expected back, and runs wait for it.
    """
    facts = {
        "at": timezone.now(),
        "sandbox": "" if reason else info.name,
        "languages": dict(info.languages),
        "protections": {} if reason else dict(info.protections),
        "slots": slots,
        "reason": reason,
    }
    WorkerBeat.objects.update_or_create(name=name, defaults=facts)


def forget(name: str) -> None:
    WorkerBeat.objects.filter(name=name).delete()


def forget_old() -> None:
    """Take away the beats of workers that are long gone."""
    WorkerBeat.objects.filter(at__lt=timezone.now() - KEPT).delete()
