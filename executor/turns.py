"""Fair turns (docs/adr/0010-fair-turns.md): what the queue's entrance has to know, asked at once."""

from dataclasses import dataclass

from django.db import connection

from executor.models import Run

# The states are written out, so that the partial index of what is queued serves whatever plan is kept.
BEFORE = """
WITH served AS (SELECT COALESCE(MAX(turn), 0) AS turn FROM {run} WHERE priority = %s AND state <> 'queued')
SELECT (SELECT COUNT(*) FROM {run} WHERE state = 'queued'),
       (SELECT COUNT(*) FROM {run} WHERE tenant = %s AND state IN ('queued', 'running')),
       (SELECT turn FROM served),
       (SELECT MAX(turn) FROM {run} WHERE priority = %s AND tenant = %s AND turn >= (SELECT turn FROM served))
"""


@dataclass(frozen=True, slots=True)
class Before:
    """queued: runs that wait; mine: the tenant's that wait or run; turn: that of his next run."""

    queued: int
    mine: int
    turn: int


def before(*, tenant: str, priority: int) -> Before:
    """What is there before a tenant's next run of this priority.

    Start-time fair queueing: its turn is one after the tenant's last, and never before the last that was served. So his
    k-th run comes after every other tenant's (k-1)-th, and nobody's is passed by newcomers for ever.
    """
    table = connection.ops.quote_name(Run._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(BEFORE.format(run=table), [priority, tenant, priority, tenant])
        queued, mine, served, last = cursor.fetchone()
    return Before(queued=queued, mine=mine, turn=served if last is None else last + 1)
