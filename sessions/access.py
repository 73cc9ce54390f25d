"""From a principal to the sessions that it may see: the only way."""

from uuid import UUID

from django.db.models import Q, QuerySet

from executor.errors import Invalid, NotFound
from executor.models import PRIVATE, Run
from questions.access import Principal
from sessions.lifecycle import Status
from sessions.models import SessionQuestion, Submission, TestSession


def sessions_for(principal: Principal) -> QuerySet[TestSession]:
    """Every session for keys and staff; a candidate's own only."""
    sessions = TestSession.objects.select_related("candidate", "assessment")
    if principal.kind == "candidate":
        return sessions.filter(id=principal.session_id) if principal.session_id else sessions.none()
    if principal.may("sessions") or principal.may("results"):
        return sessions
    return sessions.none()


def candidate_session(principal: Principal, candidate_id: str, session_id: UUID | None = None) -> TestSession:
    """A candidate's session: the one named, else the running one, else the newest. NotFound where there is none."""
    found = sessions_for(principal).filter(candidate_id=candidate_id)
    if session_id is not None:
        found = found.filter(id=session_id)
    running = found.filter(finalised_at__isnull=True).exclude(status=Status.INVITED.value)
    session = running.order_by("-started_at").first() or found.order_by("-created_at", "-id").first()
    if session is None:
        raise NotFound(f"There is no session of candidate {candidate_id!r}.")
    return session


def submissions_for(principal: Principal) -> QuerySet[Submission]:
    return Submission.objects.select_related("run", "entry__version", "session").filter(
        session__in=sessions_for(principal)
    )


def runs_for(principal: Principal) -> QuerySet[Run]:
    """Runs of sessions that may be seen, and a key's own runs in the playground. A candidate's own session's only."""
    if principal.kind == "candidate":
        own = principal.session_id.hex if principal.session_id else ""
        return Run.objects.filter(tenant__in=[f"candidate:{own}", f"{PRIVATE}{own}"])
    seen = Q(tenant__startswith=f"{principal.name}:")
    if principal.may("sessions"):
        seen |= Q(tenant__startswith="candidate:")
    return Run.objects.filter(seen)


def session_meant(principal: Principal, candidate_id: str | None, session_id: UUID | None) -> TestSession:
    """The session that a body means: a candidate's own; keys and staff have to name it. Invalid, NotFound."""
    found = sessions_for(principal)
    if candidate_id is not None:
        return candidate_session(principal, candidate_id, session_id)
    if session_id is None and principal.kind != "candidate":
        raise Invalid("candidate_id", "is needed: whose answer is it?", code="required")
    session = (found.filter(id=session_id) if session_id else found).first()
    if session is None:
        raise NotFound("There is no such session.")
    return session


def entry_of(session_id: UUID, question_id: UUID) -> SessionQuestion:
    """A question as it was given to a session; NotFound for a question that is not in it."""
    entry = (
        SessionQuestion.objects.select_related("version", "session")
        .filter(session_id=session_id, question_id=question_id)
        .first()
    )
    if entry is None:
        raise NotFound("This question is not part of the session.")
    return entry
