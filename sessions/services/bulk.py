"""One statement for many rows: on PostgreSQL from arrays, so that its text never changes; elsewhere one a row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sessions.models import Draft, TestSession

SEEN = """
UPDATE {session} AS s SET last_activity_at = w.activity, last_heartbeat_at = w.heartbeat,
       current_question_id = w.question, lease_seen_at = w.lease
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::uuid[], %s::timestamptz[])
     AS w(id, activity, heartbeat, question, lease)
WHERE s.id = w.id
"""
DRAFTS = """
WITH v AS (
  SELECT * FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::timestamptz[], %s::int[])
           AS v(id, rev, source, client_seq, saved_at, late_by_ms)
), written AS (
  UPDATE {draft} AS d SET rev = v.rev, source = v.source, client_seq = v.client_seq, saved_at = v.saved_at,
         late_by_ms = v.late_by_ms
  FROM v WHERE d.id = v.id
)"""
SAVES = DRAFTS + SEEN  # one statement
# Locked in the order of their ids, so that two processes never wait for each other. Beats of a session that does not
# run, or was silent for too long, are left to `seen`, which knows the rules.
BEATS = """
WITH v AS (
  SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::uuid[], %s::text[]) AS v(id, at, question, client)
), locked AS (
  SELECT s.id FROM {session} s WHERE s.id = ANY(%s::uuid[]) ORDER BY s.id FOR NO KEY UPDATE
)
UPDATE {session} AS s SET last_heartbeat_at = GREATEST(s.last_heartbeat_at, v.at),
       current_question_id = COALESCE(v.question, s.current_question_id),
       lease_seen_at = CASE WHEN v.client <> '' AND s.lease_holder = v.client THEN GREATEST(s.lease_seen_at, v.at)
                            ELSE s.lease_seen_at END
FROM v JOIN locked ON locked.id = v.id
WHERE s.id = v.id AND s.status = 'active' AND s.deadline > v.at
  AND GREATEST(s.last_heartbeat_at, s.last_activity_at) > v.at - make_interval(secs => %s)
RETURNING s.id
"""


CLOCKS = """
UPDATE {session} AS s SET deadline = v.deadline, finalised_at = v.finalised_at, next_check_at = v.next_check_at,
       last_heartbeat_at = v.heartbeat, updated_at = v.updated
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
     AS v(id, deadline, finalised_at, next_check_at, heartbeat, updated)
WHERE s.id = v.id
"""


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _run(statement: str, columns: Sequence[Any]) -> list[Any]:
    names = {"draft": Draft._meta.db_table, "session": TestSession._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(**{key: connection.ops.quote_name(name) for key, name in names.items()}), columns
        )
        return list(cursor.fetchall()) if cursor.description else []


OF_DRAFT = ("rev", "source", "client_seq", "saved_at", "late_by_ms")
OF_SESSION = ("last_activity_at", "last_heartbeat_at", "current_question_id", "lease_seen_at")


OF_CLOCK = ("deadline", "finalised_at", "next_check_at", "last_heartbeat_at", "updated_at")


def write_clocks(sessions: list[TestSession]) -> None:
    """Deadlines of locked sessions that were moved (transition.adjusted), and what follows from them."""
    if on_postgresql():
        _run(CLOCKS, [[getattr(session, name) for session in sessions] for name in ("pk", *OF_CLOCK)])
    else:
        TestSession.objects.bulk_update(sessions, OF_CLOCK)


def write_saves(drafts: list[Draft]) -> None:
    """New texts of locked drafts of distinct sessions, and those sessions' signs of life.

    They move no index of a session, unless the question is another one.
    """
    if not drafts:
        return
    sessions = [draft.entry.session for draft in drafts]
    if on_postgresql():
        columns = [[getattr(draft, name) for draft in drafts] for name in ("pk", *OF_DRAFT)]
        columns += [[getattr(session, name) for session in sessions] for name in ("pk", *OF_SESSION)]
        _run(SAVES, columns)
        return
    for draft, session in zip(drafts, sessions, strict=True):
        draft.save(update_fields=OF_DRAFT)
        session.save(update_fields=[name.removesuffix("_id") for name in OF_SESSION])


def write_first(drafts: list[Draft]) -> None:
    """The first texts of answers of distinct locked sessions, and those sessions' signs of life."""
    if not drafts:
        return
    Draft.objects.bulk_create(drafts)
    sessions = [draft.entry.session for draft in drafts]
    if on_postgresql():
        _run(SEEN, [[getattr(session, name) for session in sessions] for name in ("pk", *OF_SESSION)])
        return
    for session in sessions:
        session.save(update_fields=[name.removesuffix("_id") for name in OF_SESSION])


def write_beats(beats: list[tuple[UUID, datetime, UUID | None, str]], *, silent: int) -> set[UUID]:
    """Beats of distinct sessions (id, time, question, tab); PostgreSQL only. Returns the sessions that were written.

    silent, in seconds: one that was silent for so long is left to `seen`.
    """
    columns = [list(column) for column in zip(*beats, strict=True)]
    return {row[0] for row in _run(BEATS, [*columns, columns[0], silent])}
