"""Saves and beats of many sockets together: what comes of each is what `save_draft` and `seen` would do alone."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from executor.errors import Refusal
from sessions.lifecycle import Method
from sessions.models import Draft, SessionEvent, TestSession
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.leasing import LeaseElsewhere, claim_lease
from sessions.services.pulse import Beat, beat_many
from sessions.services.saving import Save, save_many
from sessions.services.sitting import abandon, complete

pytestmark = pytest.mark.django_db


def save(session: TestSession, question: Any, seq: int, **more: Any) -> Save:
    given: dict[str, Any] = {"language": "python", "code": f"print({seq})", "client_id": "tab", "base_rev": 0} | more
    at = given.pop("at", timezone.now())
    return Save(session_id=session.id, question_id=question.id, client_seq=seq, received_at=at, **given)


def stored(session: TestSession) -> Any:
    drafts = Draft.objects.filter(entry__session=session).order_by("language", "late")
    fields = ("language", "source", "rev", "client_id", "client_seq", "saved_at", "late", "late_by_ms")
    row = TestSession.objects.get(id=session.id)
    kinds = list(SessionEvent.objects.filter(session=session).order_by("id").values_list("kind", flat=True))
    return list(drafts.values_list(*fields)), row.status, row.last_activity_at, row.lease_holder, kinds


def test_each_of_a_batch_is_committed_and_has_its_own_revision(
    live: TestSession, bobs: TestSession, question: Any
) -> None:
    for seq in (1, 2, 3):
        first, second = save_many([save(live, question, seq), save(bobs, question, seq, code=f"bob {seq}")])
        assert (first.rev, second.rev) == (seq, seq)
    assert Draft.objects.get(entry__session=live).source == "print(3)"
    assert Draft.objects.get(entry__session=bobs).source == "bob 3"


def test_one_that_is_refused_holds_nobody_back(live: TestSession, bobs: TestSession, question: Any) -> None:
    save_many([save(live, question, 1), save(bobs, question, 1)])
    good, other = save_many([save(live, question, 2), save(bobs, question, 2, client_id="other")])
    assert good.rev == 2 and isinstance(other.refusal, LeaseElsewhere)
    for wrong in ({"language": "cobol"}, {"code": "x" * 2_000_000}, {"code": "a\x00"}):
        good, other = save_many([save(live, question, 3), save(bobs, question, 3, **wrong)])
        assert good.rev == 3 and other.refusal and other.standing
    foreign = save_many([save(live, question, 4), Save(**{**_fields(save(bobs, question, 4)), "question_id": uuid4()})])
    assert foreign[0].rev == 4 and foreign[1].refusal


def _fields(one: Save) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_after_the_end_the_text_is_kept_for_staff_and_refused(
    live: TestSession, bobs: TestSession, question: Any
) -> None:
    save_many([save(live, question, 1), save(bobs, question, 1)])
    complete(session_id=bobs.id, method=Method.MANUAL, now=timezone.now())
    good, ended = save_many([save(live, question, 2), save(bobs, question, 2, code="late")])
    assert good.rev == 2 and ended.refusal and ended.refusal.code == "already_ended"
    assert Draft.objects.get(entry__session=bobs, late=True).source == "late"
    assert ended.standing and ended.standing.sitting.finalised_at


def test_two_saves_of_one_session_in_a_batch_are_done_one_after_the_other(live: TestSession, question: Any) -> None:
    save_many([save(live, question, 1)])
    assert [one.rev for one in save_many([save(live, question, seq) for seq in (2, 3, 4)])] == [2, 3, 4]
    assert [one.rev for one in save_many([save(live, question, seq) for seq in (4, 3)])] == [4, 4]  # repeats
    assert Draft.objects.get(entry__session=live).source == "print(4)"


@pytest.mark.postgres
def test_a_batch_costs_the_same_however_many_it_has(live: TestSession, bobs: TestSession, question: Any) -> None:
    counts = []
    for one in (live, bobs):
        claim_lease(session_id=one.id, client_id=save(one, question, 1).client_id, now=timezone.now())
    with CaptureQueriesContext(connection) as first:
        save_many([save(live, question, 1), save(bobs, question, 1)])
    assert len(first) <= 11
    for batch in ([save(live, question, 2)], [save(live, question, 3), save(bobs, question, 3)]):
        with CaptureQueriesContext(connection) as seen:
            save_many(batch)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("seed", range(12))
def test_any_series_ends_as_save_draft_would_have_it(
    live: TestSession, bobs: TestSession, question: Any, seed: int
) -> None:
    """The same saves to alice's session one by one, and to bob's through the batch: the same answers, the same rows."""
    chance = random.Random(seed)
    at = max(one.started_at or timezone.now() for one in (live, bobs)) + timedelta(seconds=1)
    clock = {name: getattr(live, name) for name in ("started_at", "deadline", "last_heartbeat_at", "last_activity_at")}
    TestSession.objects.filter(id=bobs.id).update(**clock)
    for _ in range(40):
        at += timedelta(seconds=chance.choice([0.5, 2, 10, 50, 700]))
        if chance.random() < 0.04:
            at = max(at, (live.deadline or at) + timedelta(seconds=chance.choice([-5, 10, 59, 61])))
        given = {
            "client_id": chance.choice(["a", "a", "a", "b", ""]),
            "language": chance.choice(["python", "python", "cpp", "c++", "cobol"]),
            "base_rev": chance.randrange(4),
            "code": chance.choice(["x", "y", f"print({chance.random()})", "a\r\nb", "\x00"]),
            "at": at,
        }
        seq = chance.randrange(1, 8)
        assert _by_hand(save(live, question, seq, **given)) == _in_batch(save(bobs, question, seq, **given))
        assert stored(live) == stored(bobs)


def _by_hand(one: Save) -> Any:
    try:
        draft = save_draft(**_fields(one))
    except Refusal as refused:
        return type(refused), refused.code, refused.draft.rev if isinstance(refused, DraftConflict) else None
    return draft.rev, draft.saved_at


def _in_batch(one: Save) -> Any:
    outcome = save_many([one])[0]
    refused = outcome.refusal
    if refused:
        return type(refused), refused.code, refused.draft.rev if isinstance(refused, DraftConflict) else None
    return outcome.rev, outcome.saved_at


# --- beats ------------------------------------------------------------------------------------------------


def beat(session: TestSession, at: datetime, question: Any = None, client_id: str = "") -> Beat:
    return Beat(session_id=session.id, at=at, question_id=question.id if question else None, client_id=client_id)


def test_beats_are_written_together_and_never_back_in_time(live: TestSession, bobs: TestSession, question: Any) -> None:
    now = timezone.now() + timedelta(seconds=5)
    TestSession.objects.filter(id=live.id).update(lease_holder="a", lease_seen_at=now - timedelta(seconds=30))
    found = beat_many([beat(live, now, question, "a"), beat(bobs, now, None, "b")])
    assert [one.holder if one else None for one in found] == ["a", ""]
    live.refresh_from_db()
    bobs.refresh_from_db()
    assert (live.last_heartbeat_at, live.lease_seen_at, live.current_question_id) == (now, now, question.id)
    assert (bobs.last_heartbeat_at, bobs.lease_seen_at, bobs.current_question_id) == (now, None, None)
    beat_many([beat(live, now - timedelta(seconds=20), None, "b")])
    live.refresh_from_db()
    assert (live.last_heartbeat_at, live.lease_seen_at, live.current_question_id) == (now, now, question.id)


def test_a_beat_brings_back_who_had_left_and_revives_nobody_who_ended(live: TestSession, bobs: TestSession) -> None:
    now = timezone.now()
    abandon(session_id=live.id, method=Method.TAB_CLOSE, now=now - timedelta(milliseconds=1))
    complete(session_id=bobs.id, method=Method.MANUAL, now=now)
    found = beat_many([beat(live, now), beat(bobs, now)])
    assert [one.sitting.status.value if one else None for one in found] == ["active", "completed"]
    assert beat_many([Beat(session_id=uuid4(), at=now, question_id=None, client_id="")]) == [None]


def test_two_tabs_of_a_session_in_one_batch(live: TestSession) -> None:
    now = timezone.now() + timedelta(seconds=5)
    TestSession.objects.filter(id=live.id).update(lease_holder="a", lease_seen_at=now - timedelta(seconds=30))
    found = beat_many([beat(live, now, None, "a"), beat(live, now, None, "b")])
    assert [one.holder if one else None for one in found] == ["a", "a"]
    live.refresh_from_db()
    assert live.lease_seen_at == now
