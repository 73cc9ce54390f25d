"""What the live board asks for, of one session, of several or of everyone: read strictly, done one by one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from executor.errors import Invalid, Refusal
from sessions.models import TestSession
from sessions.services import staff

MOST_SESSIONS = 2000
ACTIONS = ("time", "message", "end", "reopen")
FOR_EVERYONE = ("time", "message")  # ending or reopening a whole test by one press is an accident


@dataclass(frozen=True, slots=True)
class Action:
    """sessions None: everyone whose session runs. seconds: of "time"; text: of "message"."""

    kind: str
    sessions: frozenset[UUID] | None
    reason: str
    seconds: int = 0
    text: str = ""


@dataclass(slots=True)
class Outcome:
    """done: how many sessions; refused: [{session_id, message}]."""

    done: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)


def read(message: dict[str, Any]) -> Action:
    """An action as the board's page sends it. Invalid names the field."""
    kind = message.get("action")
    if kind not in ACTIONS:
        raise Invalid("action", f"must be one of {', '.join(ACTIONS)}")
    texts = {name: message.get(name, "") for name in ("reason", "text")}
    for name, value in texts.items():
        if not isinstance(value, str) or "\x00" in value:
            raise Invalid(name, "must be a text")
    seconds = message.get("seconds", 0)
    if type(seconds) is not int:
        raise Invalid("seconds", "must be a whole number")
    sessions = _sessions(message.get("sessions"))
    if sessions is None and kind not in FOR_EVERYONE:
        raise Invalid("sessions", f"to {kind} has to name the sessions")
    return Action(kind=kind, sessions=sessions, seconds=seconds, **texts)


def _sessions(value: Any) -> frozenset[UUID] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not 0 < len(value) <= MOST_SESSIONS:
        raise Invalid("sessions", f"must be null for everyone, or a list of 1 to {MOST_SESSIONS} ids")
    try:
        return frozenset(UUID(one) for one in value)
    except (ValueError, TypeError, AttributeError):
        raise Invalid("sessions", "must be the ids of sessions") from None


def act(*, assessment_id: UUID, what: Action, actor: Any, now: datetime) -> Outcome:
    """Do it to each, in a transaction of its own: one that has just ended does not hold back the others.

    Sessions of other assessments are passed over. Raises Invalid where nothing was named that could be done.
    """
    sessions = TestSession.objects.filter(assessment_id=assessment_id)
    if what.sessions is None:
        sessions = sessions.filter(started_at__isnull=False, finalised_at__isnull=True)
    else:
        sessions = sessions.filter(id__in=what.sessions)
    ids = list(sessions.order_by("id").values_list("id", flat=True))
    if not ids:
        raise Invalid("sessions", "there is none that this could be done to")
    doing = _doing(what, actor, now)
    outcome = Outcome()
    for session_id in ids:
        try:
            doing(session_id=session_id)
        except Invalid:
            raise  # what was asked for is wrong for every session, and the first one says so
        except Refusal as refused:
            outcome.refused.append({"session_id": str(session_id), "message": refused.detail})
        else:
            outcome.done += 1
    return outcome


def _doing(what: Action, actor: Any, now: datetime) -> Callable[..., Any]:
    common = {"reason": what.reason, "actor": actor, "now": now}
    match what.kind:
        case "time":
            return partial(staff.adjust, seconds=what.seconds, **common)
        case "message":
            return partial(staff.send_message, text=what.text, **common)
        case "end":
            return partial(staff.end, **common)
        case _:
            return partial(staff.reopen, **common)
