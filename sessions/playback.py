"""How one answer was written, as a page plays it: each save as what it changed, and what was noticed at the time."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypedDict

from sessions.edits import splice
from sessions.models import Draft, SessionEvent
from sessions.services import history, signals

NOTICED = {signals.PASTED: "Pasted", signals.LARGE_INSERTION: "Much text at once after a silence:"}
BELONGS_WITHIN = timedelta(minutes=1)  # a save comes seconds after; where one comes later, it is of something else


class Step(TypedDict):
    """One save. From `start` on `removed` UTF-16 code units gave way to `inserted`: how a browser counts."""

    rev: int
    at: str
    start: int
    removed: int
    inserted: str
    noticed: list[str]


def playback(draft: Draft) -> list[Step]:
    """Every version that is kept, oldest first, the first as a change of the empty text."""
    pastes = SessionEvent.objects.filter(
        session=draft.entry.session_id, kind__in=NOTICED, data__question=str(draft.entry.question_id)
    ).order_by("at")
    return list(_steps(history.versions(draft), [(event.at, _words(event)) for event in pastes]))


def _steps(versions: Iterable[history.Version], noticed: list[tuple[datetime, str]]) -> Iterator[Step]:
    before: history.Version | None = None
    for version in versions:
        text = before.text if before else ""
        change = splice(text, version.text)
        since = version.at - BELONGS_WITHIN
        since = max(since, before.at) if before else since
        yield {
            "rev": version.rev,
            "at": version.at.isoformat(),
            "start": _units(text[: change.start]),
            "removed": _units(text[change.start : change.start + change.removed]),
            "inserted": change.inserted,
            "noticed": [words for at, words in noticed if since < at <= version.at],
        }
        before = version


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if character > "\uffff")


def _words(event: SessionEvent) -> str:
    size: Any = event.data.get("size", 0)
    return f"{NOTICED[event.kind]} {size} characters"
