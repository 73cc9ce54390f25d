"""How an answer was written can be replayed: every save is a version, kept as what it changed, and bounded."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sessions.edits import Splice, applied, splice
from sessions.lifecycle import Method
from sessions.models import Draft, DraftEdit, TestSession
from sessions.services import history
from sessions.services.drafts import save_draft
from sessions.services.saving import Save, save_many
from sessions.services.sitting import complete
from sessions.services.staff import reopen

texts = st.text(st.sampled_from("ab\n☃𝄞"), max_size=30)


@given(texts, texts)
def test_a_splice_makes_the_new_text_of_the_old_one(old: str, new: str) -> None:
    assert applied(old, splice(old, new)) == new


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("", "abc", Splice(0, 0, "abc")),
        ("abc", "abXc", Splice(2, 0, "X")),
        ("aaa", "aa", Splice(2, 1, "")),
        ("one two", "one 2", Splice(4, 3, "2")),
        ("same", "same", Splice(4, 0, "")),
    ],
)
def test_a_splice_is_as_small_as_one_can_be(old: str, new: str, change: Splice) -> None:
    assert splice(old, new) == change


pytestmark = pytest.mark.django_db


@pytest.fixture
def save(sitting: TestSession, question: Any, later: Any) -> Any:
    def call(code: str, seq: int) -> Draft:
        return save_draft(
            session_id=sitting.id,
            question_id=question.id,
            language="python",
            code=code,
            client_id="a",
            client_seq=seq,
            received_at=later(seq),
        )

    return call


def replayed(draft: Draft) -> list[tuple[int, str]]:
    return [(version.rev, version.text) for version in history.versions(draft)]


def test_every_save_is_a_version_whichever_way_it_came(
    save: Any, sitting: TestSession, question: Any, later: Any
) -> None:
    wrote = ["a", "ab", "", "print(1)\n", "print(12)\n"]
    for seq, text in enumerate(wrote, start=1):
        draft = save(text, seq)
    save("overtaken", 2)
    batch = [Save(sitting.id, question.id, "python", "print(123)\n", "a", 9, 5, later(9))]
    assert save_many(batch)[0].rev == 6  # over a socket, with those of others
    assert replayed(draft) == list(enumerate([*wrote, "print(123)\n"], start=1))
    assert [version.at for version in history.versions(draft)][-1] == later(9)


def test_a_delta_is_small_however_long_the_text(save: Any) -> None:
    text = "x = 1\n" * 20_000
    save(text, 1)
    draft = save(text[:60_000] + "y" + text[60_000:], 2)
    assert DraftEdit.objects.get(draft=draft, rev=2).inserted == "y"


def test_it_is_bounded_in_number_and_the_newest_stays(save: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_EDITS", 60)
    for seq in range(1, 201):
        draft = save("n" * seq, seq)
    found = replayed(draft)
    assert len(found) <= 60 + history.LOOK_EVERY
    assert found[-1] == (200, "n" * 200)
    assert all(text == "n" * rev for rev, text in found)


def test_it_is_bounded_in_size(save: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_CHARACTERS", 10_000)
    for seq in range(1, 101):
        draft = save(chr(97 + seq % 26) * 900, seq)  # each replaces everything
    assert sum(len(edit.inserted) for edit in DraftEdit.objects.all()) <= 10_000
    assert replayed(draft)[-1] == (100, chr(97 + 100 % 26) * 900)


def test_a_row_that_is_missing_spoils_nothing_after_the_next_whole_text(save: Any) -> None:
    for seq in range(1, 131):
        draft = save("n" * seq, seq)
    DraftEdit.objects.filter(draft=draft, rev=50).delete()
    assert [rev for rev, _ in replayed(draft)] == [*range(1, 50), *range(100, 131)]


def test_a_continuation_goes_on_from_the_text_it_was_given(save: Any, sitting: TestSession, later: Any) -> None:
    save("a", 1)
    save("ab", 2)
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(10))
    new = reopen(session_id=sitting.id, reason="our mistake", actor=None, now=later(20))
    question = new.questions.get().question_id
    draft = save_draft(session_id=new.id, question_id=question, language="python", code="abc", received_at=later(30))
    assert replayed(draft) == [(2, "ab"), (3, "abc")]


def test_it_is_forgotten_long_after_the_end_and_the_text_is_not(save: Any, sitting: TestSession, later: Any) -> None:
    draft = save("a", 1)
    call_command("purge_edit_history")
    assert replayed(draft) == [(1, "a")]  # it runs
    complete(session_id=sitting.id, method=Method.MANUAL, now=later(10))
    TestSession.objects.filter(id=sitting.id).update(finalised_at=timezone.now() - timedelta(days=181))
    call_command("purge_edit_history")
    assert replayed(draft) == []
    draft.refresh_from_db()
    assert draft.source == "a"
