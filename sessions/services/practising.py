"""Runs of the practice question: in the real sandbox, before the start, shown to the candidate alone and then gone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField

from executor.core.job import Case, Job
from executor.core.languages import canonical
from executor.core.text import check_text
from executor.errors import Conflict, Invalid, Unprocessable
from executor.models import Run
from executor.services import enqueue
from executor.statements import Statement
from sessions.lifecycle import Status
from sessions.models import TestSession
from sessions.practice import CASES
from sessions.services.transition import locked

MOST_RUNS = 100  # of one session


def practise(
    *, session_id: UUID, language: str, code: str, own_input: str | None, everything: bool, now: datetime
) -> Run:
    """Run a program on the practice question: on an input of one's own, on the samples, or on `everything`.

    Conflict once the test has started, and after MOST_RUNS; Invalid, Unprocessable, TooLarge, Busy, Unavailable.
    """
    name = canonical(language)
    if name is None:
        raise Invalid("language", f"{language!r} is unknown", code="unknown_language")
    cases = tuple(case for case in CASES if everything or not case.hidden)
    if own_input is not None:
        cases = (Case("own", check_text("input", own_input), hidden=False, points=0.0),)
    with transaction.atomic():
        session = locked(session_id)
        if session.status != Status.INVITED.value:
            raise Conflict("The test has started: practice is over.", code="already_started")
        offered = session.assessment.languages
        if offered and name not in offered:
            raise Unprocessable("language", f"must be one of {', '.join(offered)} for this test")
        if Run.objects.filter(tenant=session.practice_tenant).count() >= MOST_RUNS:
            raise Conflict(f"You have practised {MOST_RUNS} times already, the most we do.", code="too_many_runs")
        job = Job(language=name, source=code, cases=cases, tenant=session.practice_tenant)
        return enqueue(job=job, priority=Run.Priority.RUN, topic=session.group)


_practised = Statement(
    lambda tenant: (
        Run.objects.filter(tenant=tenant, state=Run.State.DONE.value).order_by().values_list("pk", flat=True)
    ),
    tenant=CharField(),
)


def forget_practice(session: TestSession) -> None:
    """At the start: what was tried before is nobody's business."""
    if ids := _practised.rows(tenant=session.practice_tenant):  # most have practised nothing, and reports are large
        Run.objects.filter(pk__in=ids).delete()
