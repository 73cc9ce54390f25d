"""Signals as staff read them: each with its time and duration, a sum per kind, the candidate's notes. No verdict."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from questions.staffing import duration
from sessions.models import SessionEvent, TestSession
from sessions.services import signals

WORDS = {
    signals.LEFT_PAGE: "Left the page",
    signals.PASTED: "Pasted",
    signals.LEFT_FULL_SCREEN: "Left full screen",
    signals.LARGE_INSERTION: "Large insertion after a silence",
    signals.CONNECTED: "First connected",
    signals.OTHER_DEVICE: "Another browser or device",
    signals.NETWORK_CHANGED: "Another network address",
}
NARROWEST = 0.4  # percent of the track: what took no time must be seen, too


@dataclass(frozen=True, slots=True)
class Shown:
    """One signal. x and width: percent of the time between the start and the end (or now)."""

    kind: str
    words: str
    at: datetime
    detail: str
    question: str
    x: float
    width: float


def signals_report(session: TestSession, titles: dict[str, str], now: datetime) -> dict[str, Any]:
    """{signals: [Shown], sums: [(words, text)], notes: [SessionEvent]}; titles: of questions by their id."""
    events = list(session.events.filter(kind__in=(*WORDS, "note")).order_by("at", "id"))
    began, ended = session.started_at or now, session.ended_at or now
    span = max((ended - began).total_seconds(), 1.0)
    shown = [_shown(one, titles, began, span) for one in events if one.kind != "note"]
    return {
        "signals": shown,
        "sums": [(WORDS[kind], text) for kind in WORDS if (text := _sum([e for e in events if e.kind == kind]))],
        "notes": [one for one in events if one.kind == "note"],
    }


def _shown(event: SessionEvent, titles: dict[str, str], began: datetime, span: float) -> Shown:
    took = 0 if event.kind == signals.LARGE_INSERTION else _number(event, "duration_ms") / 1000
    x = 100 * (event.at - began).total_seconds() / span
    width = max(100 * took / span, NARROWEST)
    return Shown(
        kind=event.kind,
        words=WORDS[event.kind],
        at=event.at,
        detail=_detail(event),
        question=titles.get(str(event.data.get("question", "")), ""),
        x=round(min(max(x, 0.0), 100 - NARROWEST), 2),
        width=round(min(width, 100 - min(max(x, 0.0), 100 - NARROWEST)), 2),
    )


def _detail(event: SessionEvent) -> str:
    took, size = _number(event, "duration_ms"), _number(event, "size")
    match event.kind:
        case signals.LEFT_PAGE:
            return f"for {_seconds(took)}"
        case signals.PASTED:
            return f"{size:,} characters"
        case signals.LARGE_INSERTION:
            return f"{size:,} characters after {_seconds(took)}"
        case signals.LEFT_FULL_SCREEN:
            return f"for {_seconds(took)}" if took else ""
        case _:
            return " · ".join(str(event.data[name]) for name in ("address", "agent") if event.data.get(name))


def _sum(events: list[SessionEvent]) -> str:
    if not events or events[0].kind == signals.CONNECTED:
        return ""
    times = "once" if len(events) == 1 else f"{len(events)} times"
    took, largest = sum(_number(e, "duration_ms") for e in events), max(_number(e, "size") for e in events)
    if events[0].kind == signals.LEFT_PAGE:
        return f"{times}, {_seconds(took)} in all"
    return f"{times}, at most {largest:,} characters" if largest else times


def _number(event: SessionEvent, name: str) -> int:
    value = event.data.get(name, 0)
    return value if isinstance(value, int) else 0


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f} s" if ms < 10_000 else duration(timedelta(milliseconds=ms))
