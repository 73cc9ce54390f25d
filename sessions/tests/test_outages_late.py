"""A long outage outlasts a test: what its candidate writes before staff give the time back counts once they do."""

import itertools
from typing import Any

import pytest

from executor.errors import Conflict
from sessions.models import Draft, TestSession
from sessions.services import outages
from sessions.services.drafts import save_draft

pytestmark = pytest.mark.django_db
seqs = itertools.count(1)


def save(sitting: TestSession, question: Any, text: str, at: Any) -> Draft:
    """From one page, over what it saved before."""
    return save_draft(
        session_id=sitting.id, question_id=question.id, language="python", code=text, client_id="page",
        client_seq=next(seqs), base_rev=None, received_at=at,
    )  # fmt: skip


def test_what_was_refused_as_late_is_the_draft_once_the_time_is_given_back(
    sitting: TestSession, question: Any, recruiter: Any, later: Any
) -> None:
    outages.probe(now=later(0))
    save(sitting, question, "before\n", later(5))
    found = outages.probe(now=later(4000))  # longer than half an hour, and over the end of the test
    assert found and found.state == "asked"
    with pytest.raises(Conflict):
        save(sitting, question, "after\n", later(4010))
    assert Draft.objects.get(late=False).source == "before\n"

    outages.give(outage=found, actor=recruiter, now=later(4100))
    sitting.refresh_from_db()
    assert (sitting.status, sitting.finalised_at, sitting.deadline) == ("active", None, later(7600))
    assert (Draft.objects.get().source, Draft.objects.get().late) == ("after\n", False)
    save(sitting, question, "and on\n", later(4200))
    assert Draft.objects.get().source == "and on\n"


def test_where_staff_say_no_it_stays_late(sitting: TestSession, question: Any, recruiter: Any, later: Any) -> None:
    outages.probe(now=later(0))
    found = outages.probe(now=later(4000))
    assert found
    with pytest.raises(Conflict):
        save(sitting, question, "after\n", later(4010))
    outages.decide(outage=found, state="dismissed", actor=recruiter, now=later(4100))
    assert Draft.objects.get().late
