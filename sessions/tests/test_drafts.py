"""Autosave: nothing that was acknowledged is lost, nothing newer is overwritten unseen."""

from typing import Any
from uuid import uuid4

import pytest

from executor.errors import Conflict, Invalid, NotFound, TooLarge, Unprocessable
from sessions.lifecycle import Method
from sessions.models import Draft, TestSession
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.sitting import complete, save_progress, seen
from sessions.services.submitting import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(sitting: TestSession, question: Any, later: Any) -> Any:
    """save(code, seconds, **more) → Draft, as the tab "a" with a base_rev of 0."""

    def call(code: str, seconds: float = 10, **more: Any) -> Draft:
        defaults: dict[str, Any] = {"language": "python", "client_id": "a", "client_seq": 1, "base_rev": 0}
        return save_draft(
            session_id=sitting.id,
            question_id=more.pop("question_id", question.id),
            code=code,
            received_at=later(seconds),
            **(defaults | more),
        )

    return call


def stored(session: TestSession) -> list[tuple[str, int, bool]]:
    return list(Draft.objects.filter(entry__session=session).order_by("late").values_list("source", "rev", "late"))


def test_a_text_is_stored_as_it_is(save: Any, sitting: TestSession) -> None:
    draft = save("  print(1)  \r\n\r\n\t# ünïcode ☃\n")
    assert draft.source == "  print(1)  \n\n\t# ünïcode ☃\n"
    assert (draft.rev, draft.late_by_ms) == (1, 0)


def test_each_language_keeps_its_own_text(save: Any, sitting: TestSession) -> None:
    save("a")
    save("b", language="c++", client_seq=2)
    assert set(Draft.objects.values_list("language", "source")) == {("python", "a"), ("cpp", "b")}


def test_a_repeated_or_overtaken_save_changes_nothing(save: Any, sitting: TestSession) -> None:
    save("one", client_seq=1)
    save("two", client_seq=2, base_rev=1)
    assert save("two", client_seq=2, base_rev=1).rev == 2
    assert save("one", client_seq=1).rev == 2
    assert stored(sitting) == [("two", 2, False)]


def test_a_tab_whose_reply_was_lost_is_not_in_conflict_with_itself(save: Any, sitting: TestSession) -> None:
    save("one", client_seq=1)
    assert save("two", client_seq=2, base_rev=0).rev == 2


def test_another_tab_that_did_not_see_the_newest_is_told(save: Any, sitting: TestSession) -> None:
    save("one", client_seq=1)
    with pytest.raises(DraftConflict) as conflict:  # the pen of the first lapsed
        save("other", seconds=60, client_id="b", client_seq=1, base_rev=0)
    assert conflict.value.draft.source == "one"
    assert save("other", seconds=61, client_id="b", client_seq=2, base_rev=1).rev == 2


def test_the_same_text_from_two_tabs_is_no_conflict(save: Any, sitting: TestSession) -> None:
    save("one", client_seq=1)
    assert save("one", seconds=60, client_id="b", client_seq=1, base_rev=0).rev == 2


def test_without_a_client_id_nobody_is_the_same_tab(save: Any, sitting: TestSession) -> None:
    save("one", client_id="", client_seq=0)
    save("two", client_id="", client_seq=0, base_rev=1)
    with pytest.raises(DraftConflict):
        save("three", client_id="", client_seq=0, base_rev=1)
    assert stored(sitting) == [("two", 2, False)]
    assert save("three", client_id="", client_seq=0, base_rev=None).rev == 3


def test_a_save_in_the_grace_counts_and_says_how_late(save: Any, sitting: TestSession, later: Any) -> None:
    for moment in range(500, 3601, 500):
        seen(session_id=sitting.id, now=later(moment))
    assert save("late", seconds=3605).late_by_ms == 5000


def test_a_save_after_the_end_is_refused_but_kept_for_staff(save: Any, sitting: TestSession, later: Any) -> None:
    save("in time", seconds=10)
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    with pytest.raises(Conflict):
        save("too late", seconds=30, client_seq=2, base_rev=1)
    assert stored(sitting) == [("in time", 1, False), ("too late", 1, True)]


def test_a_submission_and_progress_after_the_end_are_kept_for_staff_too(
    save: Any, sitting: TestSession, question: Any, later: Any
) -> None:
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(20))
    with pytest.raises(Conflict):
        submit(session_id=sitting.id, question_id=question.id, language="cpp", code="int x;", received_at=later(30))
    with pytest.raises(Conflict):
        save_progress(
            session_id=sitting.id,
            sections_completed=None,
            pending_answers={str(question.id): {"language": "python", "code": "y"}, "nonsense": {"language": 1}},
            now=later(31),
        )
    assert sorted(stored(sitting)) == [("int x;", 1, True), ("y", 1, True)]
    assert sitting.submissions.count() == 0


def test_a_save_brings_an_abandoned_session_back(save: Any, sitting: TestSession, later: Any) -> None:
    from sessions.services.sitting import abandon

    abandon(session_id=sitting.id, method=Method.TAB_CLOSE, now=later(5))
    save("back")
    sitting.refresh_from_db()
    assert sitting.status == "active"


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"code": "a\x00b"}, Invalid, "code"),
        ({"code": "\ud800"}, Invalid, "code"),
        ({"code": "x" * (256 * 1024 + 1)}, TooLarge, "code"),
        ({"language": "cobol"}, Invalid, "language"),
        ({"question_id": uuid4()}, NotFound, ""),
    ],
)
def test_bad_saves(save: Any, more: dict[str, Any], error: type[Exception], field: str) -> None:
    with pytest.raises(error) as refused:
        save(more.pop("code", "fine"), **more)
    assert [e.field for e in refused.value.errors] == ([field] if field else [])  # type: ignore[attr-defined]


def test_a_language_that_is_not_offered(save: Any, sitting: TestSession) -> None:
    TestSession.objects.update(languages=["java"])
    with pytest.raises(Unprocessable, match="java"):
        save("print(1)")
