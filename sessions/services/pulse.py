"""Beats of many sockets in one statement, a few seconds late; each has been answered already.

Nothing is promised by an answer to a beat but the clock. What a process that dies had not written yet is a few seconds
of signs of life.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import Error as DatabaseError

from executor.errors import Refusal
from sessions.models import TestSession, policy
from sessions.services import bulk
from sessions.services.sitting import seen
from sessions.services.standing import Standing, standing_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Beat:
    """question: on screen, one of the session's own."""

    session_id: UUID
    at: datetime
    question_id: UUID | None
    client_id: str


def beat_many(beats: Sequence[Beat]) -> list[Standing | None]:
    """Write them down; what is known of each session now, None where that could not be read."""
    last = {beat.session_id: index for index, beat in enumerate(beats)}  # of two tabs the later one; the other below
    together = [beats[index] for index in last.values()]
    try:
        known = _together(together) if bulk.on_postgresql() else {}
    except DatabaseError:
        log.warning("beats could not be written together", exc_info=True)
        known = {}
    return [
        known[beat.session_id] if beat.session_id in known and last[beat.session_id] == index else _one(beat)
        for index, beat in enumerate(beats)
    ]


def _together(beats: list[Beat]) -> dict[UUID, Standing]:
    rows = [(beat.session_id, beat.at, beat.question_id, beat.client_id) for beat in beats]
    written = bulk.write_beats(rows, silent=policy().offline_after)
    found = TestSession.objects.filter(id__in=written).only(*STANDING)
    return {session.id: standing_of(session) for session in found}


def _one(beat: Beat) -> Standing | None:
    """By the rules: it may bring a session back, or come too late."""
    try:
        session = seen(session_id=beat.session_id, now=beat.at, question_id=beat.question_id, client_id=beat.client_id)
    except Refusal:
        found = TestSession.objects.filter(id=beat.session_id).only(*STANDING).first()
        return standing_of(found) if found else None
    except DatabaseError:
        log.warning("a beat could not be written", exc_info=True)
        return None
    return standing_of(session)


STANDING = (
    "status", "started_at", "deadline", "ended_at", "completion_method", "finalised_at", "last_heartbeat_at",
    "last_activity_at", "lease_holder",
)  # fmt: skip
