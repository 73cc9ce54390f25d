"""One statement for many rows: on PostgreSQL from arrays, so that its text never changes; elsewhere one a row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sessions.models import Draft, TestSession

DRAFTS = """
UPDATE {table} AS d SET rev = v.rev, source = v.source, client_seq = v.client_seq, saved_at = v.saved_at,
       late_by_ms = v.late_by_ms
FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::bigint[], %s::timestamptz[], %s::int[])
     AS v(id, rev, source, client_seq, saved_at, late_by_ms)
WHERE d.id = v.id
"""
ACTIVITY = """
UPDATE {table} AS s SET last_activity_at = v.activity, last_heartbeat_at = v.heartbeat,
       current_question_id = v.question, lease_seen_at = v.lease
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::uuid[], %s::timestamptz[])
     AS v(id, activity, heartbeat, question, lease)
WHERE s.id = v.id
"""
# Locked in the order of their ids, so that two processes never wait for each other. Beats of a session that does not
# run, or was silent for too long, are left to `seen`, which knows the rules.
BEATS = """
WITH v AS (
  SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::uuid[], %s::text[]) AS v(id, at, question, client)
), locked AS (
  SELECT s.id FROM {table} s WHERE s.id = ANY(%s::uuid[]) ORDER BY s.id FOR NO KEY UPDATE
)
UPDATE {table} AS s SET last_heartbeat_at = GREATEST(s.last_heartbeat_at, v.at),
       current_question_id = COALESCE(v.question, s.current_question_id),
       lease_seen_at = CASE WHEN v.client <> '' AND s.lease_holder = v.client THEN GREATEST(s.lease_seen_at, v.at)
                            ELSE s.lease_seen_at END
FROM v JOIN locked ON locked.id = v.id
WHERE s.id = v.id AND s.status = 'active' AND s.deadline > v.at
  AND GREATEST(s.last_heartbeat_at, s.last_activity_at) > v.at - make_interval(secs => %s)
RETURNING s.id
"""


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _run(statement: str, model: Any, columns: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=connection.ops.quote_name(model._meta.db_table)), columns)
        return list(cursor.fetchall()) if cursor.description else []


def write_drafts(rows: list[tuple[Draft, str, int]]) -> None:
    """New texts of locked sessions' drafts: (draft with its new rev and times, text, client_seq)."""
    if not rows:
        return
    if on_postgresql():
        drafts = [draft for draft, _, _ in rows]
        columns = [
            [draft.pk for draft in drafts],
            [draft.rev for draft in drafts],
            [text for _, text, _ in rows],
            [seq for _, _, seq in rows],
            [draft.saved_at for draft in drafts],
            [draft.late_by_ms for draft in drafts],
        ]
        _run(DRAFTS, Draft, columns)
        return
    for draft, text, seq in rows:
        draft.source, draft.client_seq = text, seq
        draft.save(update_fields=["rev", "source", "client_seq", "saved_at", "late_by_ms"])


def write_activity(sessions: list[TestSession]) -> None:
    """The signs of life of locked sessions: they move no index, unless the question is another one."""
    if not sessions:
        return
    fields = ("last_activity_at", "last_heartbeat_at", "current_question_id", "lease_seen_at")
    if on_postgresql():
        columns = [[session.pk for session in sessions]]
        columns += [[getattr(session, name) for session in sessions] for name in fields]
        _run(ACTIVITY, TestSession, columns)
        return
    for session in sessions:
        session.save(update_fields=[name.removesuffix("_id") for name in fields])


def write_beats(beats: list[tuple[UUID, datetime, UUID | None, str]], *, timeout: int) -> set[UUID]:
    """Beats of distinct sessions (id, time, question, tab); PostgreSQL only. Returns the sessions that were written."""
    columns = [list(column) for column in zip(*beats, strict=True)]
    return {row[0] for row in _run(BEATS, TestSession, [*columns, columns[0], timeout])}
