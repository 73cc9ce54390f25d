"""Inviting a candidate: an invitation and the session that waits behind its link."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from executor.errors import Conflict
from questions.models import Assessment
from sessions.lifecycle import Status
from sessions.models import Candidate, Invitation, TestSession
from sessions.services.transition import record, tell


def new_session(
    *,
    candidate: Candidate,
    assessment: Assessment,
    invitation: Invitation | None,
    now: datetime,
    duration_minutes: int | None = None,
    actor: Any = None,
) -> TestSession:
    """A session that waits for its start. Conflict where one of the same assessment is still open."""
    try:
        with transaction.atomic():
            session = TestSession.objects.create(
                candidate=candidate,
                assessment=assessment,
                invitation=invitation,
                duration_minutes=duration_minutes or assessment.duration_minutes,
                time_multiplier=invitation.time_multiplier if invitation else 1.0,
                hard_end_at=assessment.hard_end_at,
            )
    except IntegrityError as clash:
        raise Conflict(
            f"{candidate} already has an open session of “{assessment}”; it has to end first.", code="already_open"
        ) from clash
    record(session, "invited", now, actor=actor)
    tell(session)
    return session


def invite(
    *,
    candidate: Candidate,
    assessment: Assessment,
    now: datetime,
    actor: Any = None,
    time_multiplier: float = 1.0,
    expires_at: datetime | None = None,
) -> Invitation:
    """Invite a candidate; `invitation.sessions.get()` is the session behind the link."""
    with transaction.atomic():
        invitation = Invitation.objects.create(
            candidate=candidate,
            assessment=assessment,
            time_multiplier=time_multiplier,
            expires_at=expires_at,
            created_by=actor,
        )
        new_session(candidate=candidate, assessment=assessment, invitation=invitation, now=now, actor=actor)
    return invitation


def revoke(*, invitation: Invitation, actor: Any, now: datetime) -> Invitation:
    """Make the link useless. What has not started cannot start until the link is renewed; what runs goes on."""
    with transaction.atomic():
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        for session in invitation.sessions.all():
            record(session, "invitation_revoked", now, actor=actor)
            tell(session)
    return invitation


def renew_link(*, invitation: Invitation, actor: Any, now: datetime) -> Invitation:
    """A new link; the old one stops working. A revoked invitation works again.

    Whoever opened the old one holds a token of the session: it stops too, unless the session has started, which
    nobody may be thrown out of.
    """
    with transaction.atomic():
        invitation.link_version += 1
        invitation.revoked_at = None
        invitation.save(update_fields=["link_version", "revoked_at"])
        waiting = invitation.sessions.filter(status=Status.INVITED.value)
        waiting.update(token_version=F("token_version") + 1)
        for session in invitation.sessions.all():
            record(session, "link_renewed", now, actor=actor)
    return invitation


def opened(*, invitation: Invitation, now: datetime) -> None:
    """Note that the link was opened for the first time. Starts nothing: mail scanners open links."""
    Invitation.objects.filter(id=invitation.id, opened_at__isnull=True).update(opened_at=now)
