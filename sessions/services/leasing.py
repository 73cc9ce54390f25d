"""Who holds the pen of a session: claimed, taken over, let go; each change is written down."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When

from executor.errors import Conflict
from sessions import lease
from sessions.lease import Lease
from sessions.lifecycle import Status, status_at
from sessions.models import TestSession, policy
from sessions.services.transition import locked, record, tell

FIELDS = ["lease_holder", "lease_since", "lease_seen_at"]


class LeaseElsewhere(Conflict):
    """Another tab or device holds the pen: this one may read, and go on after a take-over."""

    def __init__(self) -> None:
        super().__init__(
            "This test is open in another tab or on another device. Choose “Continue here” to write here.",
            code="lease_elsewhere",
        )


def lapses_after() -> timedelta:
    """A tab that is not heard of for as long as it takes to become stale has let go."""
    return timedelta(seconds=policy().stale_after)


def claim_lease(
    *, session_id: UUID, client_id: str, take: bool = False, before: str = "", now: datetime
) -> TestSession:
    """Ask for the pen. The session that is returned says who has it: `lease_holder`. Conflict after the end."""
    with transaction.atomic():
        session = locked(session_id)
        if status_at(session.sitting, now, policy()).status is Status.COMPLETED:
            raise Conflict("This test has ended.", code="already_ended")
        fields = _claim(session, client_id, now, take=take, before=before)
        if fields:
            session.save(update_fields=[*fields, "updated_at"])
    return session


def held_by(session: TestSession, client_id: str, now: datetime, *, closing: bool = False) -> dict[str, Any]:
    """Before a write of the locked session: the lease's columns as they are after it, to be saved with it.

    LeaseElsewhere where another tab has the pen. Who names no tab (an integrator, the form without script) asks
    for no pen: base_rev alone guards what he overwrites. closing: the page has gone, and shall not have the pen
    again where it let go already.
    """
    if not client_id or (closing and not session.lease_holder):
        return {}
    fields = _claim(session, client_id, now)
    if session.lease_holder != client_id:
        raise LeaseElsewhere
    return {name: getattr(session, name) for name in fields}


def writes(session: TestSession, client_id: str, now: datetime) -> list[str]:
    """`held_by` of a deed that no page sends while it goes away: a run, a submission, the end. The fields to save."""
    return [*held_by(session, client_id, now, closing=lease.letting_go(session.lease, now))]


def release(session: TestSession, client_id: str, now: datetime) -> list[str]:
    """The page of `client_id` was closed. Returns the fields of the locked session to save."""
    left = lease.released(session.lease, client_id, now)
    return _set(session, left) if left != session.lease else []


def still_held(client_id: str, now: datetime) -> Any:
    """For the UPDATE of a heartbeat: `lease_seen_at`, moved on where the tab that beats holds the pen."""
    return Case(When(lease_holder=client_id, then=Value(now)), default=F("lease_seen_at"))


def _claim(
    session: TestSession,
    client_id: str,
    now: datetime,
    *,
    take: bool = False,
    before: str = "",
) -> list[str]:
    old = session.lease
    new, how = lease.claim(old, client_id, now, take=take, before=before, lapses_after=lapses_after())
    if how and how is not lease.How.FIRST:
        record(session, "lease_taken", now, how=how.value, client_id=client_id, before=old.holder)
    if how:
        tell(session, {"type": "session.lease", "holder": new.holder})
    return _set(session, new) if new != old else []


def _set(session: TestSession, new: Lease) -> list[str]:
    session.lease_holder, session.lease_since, session.lease_seen_at = new.holder, new.since, new.seen_at
    return list(FIELDS)
