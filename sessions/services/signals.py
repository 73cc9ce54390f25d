"""Signals: what a candidate's page or connection did, with its time and duration. Recorded, never judged.

The browser says how long ago something was; the server's clock dates it. What comes in is bounded: a page that lies
or floods fills its own timeline, to MOST entries and no further.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import UUIDField

from executor.errors import Conflict, Invalid
from executor.statements import Statement
from sessions.models import SessionEvent, TestSession
from sessions.services.transition import locked, record, tell

LEFT_PAGE, PASTED, LEFT_FULL_SCREEN, LARGE_INSERTION = "left_page", "pasted", "left_full_screen", "large_insertion"
CONNECTED, OTHER_DEVICE, NETWORK_CHANGED = "connected", "other_device", "network_changed"
OF_BROWSER = (LEFT_PAGE, PASTED, LEFT_FULL_SCREEN, LARGE_INSERTION)
OF_CONNECTION = (CONNECTED, OTHER_DEVICE, NETWORK_CHANGED)
MOST, MOST_AT_ONCE, MOST_CONNECTIONS, MOST_NOTES = 300, 20, 50, 20  # of a session, of a message
LONGEST_MS = 24 * 3600 * 1000
MOST_CHARACTERS = 10_000_000
NOTE_LENGTH, AGENT_LENGTH, PAGE_LENGTH = 2000, 200, 40


@dataclass(frozen=True, slots=True)
class Observed:
    """n: the page's own number, so that what is sent twice is kept once. size: characters."""

    n: int
    kind: str
    ago_ms: int
    duration_ms: int
    size: int
    question: str


def read(message: dict[str, Any]) -> tuple[str, list[Observed]]:
    """`{page, signals: [{n, kind, ago_ms, duration_ms?, size?, question?}]}`. Invalid names the field."""
    page, signals = message.get("page"), message.get("signals")
    if not isinstance(page, str) or not 0 < len(page) <= PAGE_LENGTH or not page.isprintable():
        raise Invalid("page", f"must be a name of 1 to {PAGE_LENGTH} printable characters")
    if not isinstance(signals, list) or not 0 < len(signals) <= MOST_AT_ONCE:
        raise Invalid("signals", f"must be a list of 1 to {MOST_AT_ONCE}")
    return page, [_observed(one, f"signals.{i}") for i, one in enumerate(signals)]


def _observed(one: Any, at: str) -> Observed:
    if not isinstance(one, dict):
        raise Invalid(at, "must be an object")
    if one.get("kind") not in OF_BROWSER:
        raise Invalid(f"{at}.kind", f"must be one of {', '.join(OF_BROWSER)}")
    question = one.get("question", "")
    try:
        question = str(UUID(question)) if question else ""
    except (ValueError, TypeError, AttributeError):
        raise Invalid(f"{at}.question", "must be the id of a question") from None
    most = {"n": 2**31, "ago_ms": LONGEST_MS, "duration_ms": LONGEST_MS, "size": MOST_CHARACTERS}
    numbers: dict[str, int] = {}
    for name, limit in most.items():
        value = one.get(name, None if name in ("n", "ago_ms") else 0)
        if type(value) is not int or not 0 <= value <= limit:
            raise Invalid(f"{at}.{name}", f"must be a whole number from 0 to {limit}")
        numbers[name] = value
    return Observed(kind=one["kind"], question=question, **numbers)


def observe(*, session_id: UUID, page: str, observed: list[Observed], received_at: datetime) -> int:
    """Write down what is new of it; returns how many. Conflict before the start and after the end."""
    with transaction.atomic():
        session = locked(session_id)
        if not session.started_at:
            raise Conflict("The session has not started yet.", code="not_started")
        if session.finalised_at:
            raise Conflict("The session has already ended; nothing more is recorded.", code="already_ended")
        names = {f"{page}:{one.n}": one for one in observed}
        kept = SessionEvent.objects.filter(session=session, kind__in=OF_BROWSER)
        known = set(kept.filter(data__n__in=list(names)).values_list("data__n", flat=True))
        room = max(MOST - kept.count(), 0)
        new = [(name, one) for name, one in names.items() if name not in known][:room]
        SessionEvent.objects.bulk_create(_event(session, name, one, received_at) for name, one in new)
        if new:
            tell(session)
    return len(new)


def _event(session: TestSession, name: str, one: Observed, received_at: datetime) -> SessionEvent:
    data: dict[str, Any] = {"n": name}
    data |= {key: getattr(one, key) for key in ("duration_ms", "size", "question") if getattr(one, key)}
    at = received_at - timedelta(milliseconds=one.ago_ms)
    return SessionEvent(session=session, kind=one.kind, at=max(at, session.started_at or at), data=data)


_connections = Statement(
    lambda session: (
        SessionEvent.objects.filter(session_id=session, kind__in=OF_CONNECTION)
        .order_by("id")
        .values_list("data", flat=True)[:MOST_CONNECTIONS]
    ),
    session=UUIDField(),
)


def met(*, session: TestSession, address: str, agent: str, now: datetime) -> None:
    """A page connected: written down the first time, and where its browser or its network is another one."""
    if not session.started_at or session.finalised_at:
        return
    agent = "".join(c for c in agent[:AGENT_LENGTH] if c.isprintable())
    before = _connections.rows(session=session.id)
    if len(before) >= MOST_CONNECTIONS:
        return
    data = {"address": address, "agent": agent}
    if not before:
        record(session, CONNECTED, now, **data)
    elif agent not in {one.get("agent") for one in before}:
        record(session, OTHER_DEVICE, now, **data)
        tell(session)
    elif address != before[-1].get("address"):
        record(session, NETWORK_CHANGED, now, **data)
        tell(session)


def leave_note(*, session_id: UUID, text: str, now: datetime) -> None:
    """The candidate's own words for those who read the result. Allowed from the start on, and after the end."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise Invalid("note", "write something first")
    if len(text) > NOTE_LENGTH:
        raise Invalid("note", f"at most {NOTE_LENGTH} characters")
    with transaction.atomic():
        session = locked(session_id)
        if not session.started_at:
            raise Conflict("The session has not started yet.", code="not_started")
        if session.events.filter(kind="note").count() >= MOST_NOTES:
            raise Conflict(f"You have left {MOST_NOTES} notes already, the most we keep.", code="too_many_notes")
        record(session, "note", now, text=text)
        tell(session)
