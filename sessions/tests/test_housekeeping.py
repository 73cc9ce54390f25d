"""Once an hour: what was only tried and what nothing names goes; what a test rests on stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from executor.core.job import Case
from executor.core.judge import judge
from executor.models import CaseSet, Run
from executor.queue import claim, record
from executor.services import job_of, store_case_set
from executor.tests.fakes import FakeSandbox, outcome
from questions.access import Principal
from questions.models import QuestionVersion
from sessions.models import DraftEdit, TestSession
from sessions.services import housekeeping
from sessions.services.drafts import save_draft
from sessions.services.housekeeping import tidy
from sessions.services.inviting import invite
from sessions.services.playground import execute, tenant_of
from sessions.services.practising import practise
from sessions.services.submitting import run_samples, submit
from sessions.services.sweeping import Sweeper

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CODE: dict[str, Any] = {"language": "python", "code": "print(3)\n"}


def judged(run: Run) -> Run:
    claimed = claim("tests")
    assert claimed is not None
    assert claimed.id == run.id
    assert record(claimed, judge(job_of(run), FakeSandbox([lambda stdin: outcome(stdout=b"3\n" + stdin)] * 9)))
    return run


@pytest.fixture
def practised(bob: Any, assessment: Any) -> Callable[[], Run]:
    session = invite(candidate=bob, assessment=assessment, now=timezone.now()).sessions.get()
    return lambda: practise(session_id=session.id, **CODE, own_input=None, everything=True, now=timezone.now())


def played(name: str) -> Run:
    caller = Principal(kind="key", name="key:1", scopes=frozenset({"execute"}))
    tests = [{"input": name, "expected_output": None}]
    return execute(principal=caller, tenant=tenant_of(caller, name), **CODE, tests=tests, question_id=None)


def test_what_was_only_tried_goes_with_its_test_data_after_a_day(practised: Callable[[], Run]) -> None:
    judged(practised())
    judged(played("anna"))
    played("ben")  # no worker was there: nobody waits for it any more either
    practised()
    now = timezone.now()
    tidy(now=now + 0.9 * DAY)
    assert Run.objects.count() == 4
    tidy(now=now + 1.1 * DAY)
    assert Run.objects.count() == 0
    named = set(QuestionVersion.objects.values_list("case_set_id", flat=True))
    assert set(CaseSet.objects.values_list("pk", flat=True)) == named


def test_one_that_a_worker_has_begun_stays(practised: Callable[[], Run]) -> None:
    begun = practised()
    assert claim("tests") is not None
    tidy(now=timezone.now() + 2 * DAY)
    assert [run.id for run in Run.objects.all()] == [begun.id]


def test_what_waits_of_a_test_stays(live: TestSession, question: Any) -> None:
    answer = {"session_id": live.id, "question_id": question.id, **CODE, "received_at": timezone.now()}
    waiting = {run_samples(**answer, own_input=None).id, submit(**answer).run_id}
    tidy(now=timezone.now() + 3 * DAY)
    assert {run.id for run in Run.objects.all()} == waiting


def test_what_a_test_rests_on_stays(live: TestSession, question: Any) -> None:
    answer = {"session_id": live.id, "question_id": question.id, **CODE, "received_at": timezone.now()}
    judged(run_samples(**answer, own_input=None))
    judged(submit(**answer).run)
    store_case_set([Case("u", "that nothing names")])
    kept = CaseSet.objects.count() - 1
    tidy(now=timezone.now() + 3 * DAY)
    assert Run.objects.count() == 2
    assert CaseSet.objects.count() == kept


def test_edit_histories_go_when_the_settings_say_so(live: TestSession, question: Any) -> None:
    now = timezone.now()
    save_draft(session_id=live.id, question_id=question.id, **CODE, received_at=now)
    TestSession.objects.filter(id=live.id).update(finalised_at=now)
    tidy(now=now + (settings.EDIT_HISTORY_DAYS - 1) * DAY)
    assert DraftEdit.objects.count() == 1
    tidy(now=now + (settings.EDIT_HISTORY_DAYS + 1) * DAY)
    assert DraftEdit.objects.count() == 0


def test_the_sweeper_tidies_a_little_after_its_start_and_then_once_an_hour() -> None:
    began = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_default_timezone())
    sweeper = Sweeper(began=began)
    minutes = [0, 4, 5, 6, 64, 65, 66, 125]
    assert [minute for minute in minutes if sweeper.tidies(began + timedelta(minutes=minute))] == [5, 65, 125]
    assert timedelta(hours=1) == housekeeping.EVERY
