"""Running and submitting: the candidate's code goes to the executor, with the pinned version's own tests."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from executor.core.job import Case, Job
from executor.core.languages import canonical
from executor.errors import Conflict, Invalid, Refusal, Unprocessable
from executor.models import Run
from executor.services import enqueue
from questions.services import job_for
from sessions.access import entry_of
from sessions.lifecycle import late_by_ms
from sessions.models import SessionQuestion, Submission, TestSession
from sessions.services.drafts import check_language, keep_handed_in
from sessions.services.leasing import writes
from sessions.services.receiving import receive, unsettle
from sessions.services.transition import locked, record, tell

GREETING = "ready\n"
CHECK_PROGRAMS = {
    "python": 'print("ready")\n',
    "javascript": 'console.log("ready");\n',
    "cpp": '#include <cstdio>\nint main() { std::puts("ready"); }\n',
    "java": 'public class Main { public static void main(String[] a) { System.out.println("ready"); } }\n',
    "csharp": 'class Program { static void Main() { System.Console.WriteLine("ready"); } }\n',
}


def submit(
    *, session_id: UUID, question_id: UUID, language: str, code: str, client_id: str = "", received_at: datetime
) -> Submission:
    """Hand in an answer. It counts; the best one makes the score.

    client_id: which tab hands it in. Raises Conflict (ended), LeaseElsewhere where another tab holds the pen,
    NotFound (question), Invalid, Unprocessable, TooLarge, Busy.
    """
    try:
        return _submit(session_id, question_id, language, code, client_id, received_at)
    except Conflict as refused:
        if refused.code == "already_ended":  # rule 4: what comes too late is kept for staff, and not graded
            with suppress(Refusal):  # what cannot be kept is refused with the rest
                keep_handed_in(
                    session_id=session_id,
                    question_id=question_id,
                    language=language,
                    code=code,
                    received_at=received_at,
                )
        raise


def _program(entry: SessionQuestion) -> SessionQuestion:
    if not entry.is_code:
        raise Unprocessable(
            "question_id", "is not answered with a program: its saved answer counts", code="not_a_program"
        )
    return entry


def _submit(
    session_id: UUID, question_id: UUID, language: str, code: str, client_id: str, received_at: datetime
) -> Submission:
    with transaction.atomic():
        session = locked(session_id)
        receive(session, received_at)
        session.save(update_fields=writes(session, client_id, received_at))
        entry = _program(entry_of(session_id, question_id))
        submission = create_submission(
            session=session,
            entry=entry,
            language=check_language(entry, language),
            code=code,
            received_at=received_at,
            origin=Submission.Origin.CANDIDATE,
        )
        record(session, "submitted", received_at, question=str(question_id), submission=str(submission.id))
        unsettle(session)
        tell(session)
    return submission


def create_submission(
    *,
    session: TestSession,
    entry: SessionQuestion,
    language: str,
    code: str,
    received_at: datetime,
    origin: Submission.Origin,
) -> Submission:
    """Queue the run and note what it is for, in the caller's transaction."""
    job = job_for(entry.version, language=language, source=code, tenant=session.tenant)
    run = enqueue(job=job, priority=Run.Priority.SUBMIT, topic=session.group, case_set=entry.version.case_set_id)
    return Submission.objects.create(
        session=session,
        entry=entry,
        question_id=entry.question_id,
        run=run,
        language=language,
        origin=origin.value,
        received_at=received_at,
        late_by_ms=late_by_ms(session.sitting, received_at),
    )


def run_samples(
    *,
    session_id: UUID,
    question_id: UUID,
    language: str,
    code: str,
    own_input: str | None,
    client_id: str = "",
    received_at: datetime,
) -> Run:
    """Try code on the samples, or on the candidate's own input. Scores nothing. Raises what `submit` raises."""
    with transaction.atomic():
        session = locked(session_id)
        receive(session, received_at)
        session.save(update_fields=writes(session, client_id, received_at))
        entry = _program(entry_of(session_id, question_id))
        job = job_for(
            entry.version,
            language=check_language(entry, language),
            source=code,
            tenant=session.tenant,
            only_samples=True,
            own_input=own_input,
        )
        run = enqueue(job=job, priority=Run.Priority.RUN, topic=session.group)
        tell(session)
    return run


def check_run(*, session_id: UUID, language: str, now: datetime) -> Run:
    """The system check: a program of ours, in the real sandbox, also before the start."""
    name = canonical(language)
    if name not in CHECK_PROGRAMS:
        raise Invalid("language", f"must be one of {', '.join(CHECK_PROGRAMS)}", code="unknown_language")
    session = TestSession.objects.get(id=session_id)
    case = Case(id="check", input="", expected=GREETING, hidden=False, points=0)
    job = Job(language=name, source=CHECK_PROGRAMS[name], cases=(case,), tenant=session.tenant)
    return enqueue(job=job, priority=Run.Priority.RUN, topic=session.group)
