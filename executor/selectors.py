"""What the executor offers and how it does, as its workers last told the database."""

from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from executor.core.job import Report
from executor.core.languages import LANGUAGES
from executor.models import Run, WorkerBeat
from executor.statements import Statement

FRESH = timedelta(seconds=30)
_beats = Statement(lambda: WorkerBeat.objects.order_by("-at").only("at", "sandbox", "languages", "reason")[:50])


def report_of(run: Run) -> Report | None:
    return Report.from_json(run.report) if run.report else None


def offer() -> tuple[list[str], str]:
    """The languages that may be asked for, and why none can ("" where one can).

    Without any living worker, and while a sandbox that worked is away, the last known offer stands: runs wait, they
    are not refused.
    """
    beats = _beats.rows()
    living = [beat for beat in beats if beat.at > timezone.now() - FRESH]
    able = [beat for beat in living if beat.sandbox] or [beat for beat in living if beat.languages]
    if living and not able:
        return [], living[0].reason or "no sandbox works"
    able = able or beats
    named = {name for beat in able for name in beat.languages}
    return [name for name in LANGUAGES if name in named] or list(LANGUAGES), ""


def languages_present() -> list[str]:
    """The languages that a page may offer, in the table's order."""
    return offer()[0]


def absent_languages(*, within: timedelta = FRESH) -> set[str]:
    """The languages that no worker said it has within that time; none where no worker said anything.

    Where no worker lives every run waits, and health says so; here others are served and these are not.
    """
    said = WorkerBeat.objects.filter(at__gt=timezone.now() - within)
    able = [beat for beat in said if beat.languages]
    return set(LANGUAGES) - {name for beat in able for name in beat.languages} if able else set()


def _waiting_for_a_language() -> dict[str, int]:
    """How many queued runs no living worker can take, by language."""
    queued = Run.objects.filter(state=Run.State.QUEUED.value, language__in=absent_languages())
    counted = queued.values_list("language").annotate(count=Count("id")).order_by("language")
    return dict(counted)


def health() -> dict[str, Any]:
    """{ok, reason, sandbox, languages: {name: version}, protections, queued, waiting_for_language: {name: count},
    running, workers, slots}.
    """
    living = list(WorkerBeat.objects.filter(at__gt=timezone.now() - FRESH).order_by("-at"))
    able = [beat for beat in living if beat.sandbox]
    reason = "" if able else living[0].reason if living else "no worker is running"
    return {
        "ok": bool(able),
        "reason": reason,
        "sandbox": able[0].sandbox if able else "",
        "languages": {name: version for beat in able for name, version in beat.languages.items()},
        "protections": able[0].protections if able else {},
        "queued": Run.objects.filter(state=Run.State.QUEUED.value).count(),
        "waiting_for_language": _waiting_for_a_language(),
        "running": Run.objects.filter(state=Run.State.RUNNING.value).count(),
        "workers": len(living),
        "slots": sum(beat.slots for beat in able),
    }
