"""Pools and shuffles (rule 15): seeded by the session, the same again from the same seed, pinned at the start."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from executor.errors import Conflict
from questions.drawing import choice_order, draw, in_pool, permuted, question_count, worth
from questions.models import Assessment, Choice, Pool, Question, Section, SectionQuestion
from questions.selectors import full_given
from questions.services import publish
from sessions.models import Candidate, TestSession
from sessions.selectors import snapshot
from sessions.services.inviting import invite
from sessions.services.sitting import complete, start_session
from sessions.services.staff import reopen

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(now: datetime) -> list[Question]:
    """Twelve published questions of choice: "graphs" and "strings", easy and hard, three of each; one unpublished."""
    made = []
    for number in range(13):
        question = Question.objects.create(
            kind="single",
            title=f"Q{number}",
            slug=f"q{number}",
            statement="Which?",
            tags=["graphs" if number % 2 else "strings"],
            difficulty="hard" if number % 4 < 2 else "easy",
        )
        for at in range(6):
            Choice.objects.create(question=question, text=f"choice {at}", right=at == 0, order=at)
        if number < 12:
            publish(question=question, actor=None, now=now)
            made.append(question)
    return made


@pytest.fixture
def drawn_test(bank: list[Question]) -> Assessment:
    """Two fixed questions; two of four listed; one hard of graphs; two of anything."""
    made = Assessment.objects.create(title="Drawn", slug="drawn")
    fixed = Section.objects.create(assessment=made, title="Fixed", order=0)
    listed = Section.objects.create(assessment=made, title="Listed", order=1, draw=2, shuffle_choices=True)
    pools = Section.objects.create(assessment=made, title="Pools", order=2, shuffle_questions=True)
    for section, questions in ((fixed, bank[:2]), (listed, bank[1:5])):
        for order, question in enumerate(questions):
            SectionQuestion.objects.create(section=section, question=question, order=order, weight=10 * (order + 1))
    Pool.objects.create(section=pools, draw=1, tag="graphs", difficulty="hard", weight=30)
    Pool.objects.create(section=pools, draw=2, weight=5, order=1)
    return made


def titles(assessment: Assessment, seed: object) -> list[str]:
    return [one.question.title for one in draw(assessment, seed=str(seed))]


def start(assessment: Assessment, now: datetime, name: str = "carla") -> TestSession:
    candidate = Candidate.objects.create(id=name, name=name)
    session = invite(candidate=candidate, assessment=assessment, now=now).sessions.get()
    return start_session(session_id=session.id, now=now)


def test_the_same_seed_draws_the_same_and_another_one_another(drawn_test: Assessment) -> None:
    assert titles(drawn_test, 1) == titles(drawn_test, 1)
    assert len({tuple(titles(drawn_test, seed)) for seed in range(20)}) > 10


def test_every_draw_keeps_to_its_pool_and_gives_no_question_twice(drawn_test: Assessment) -> None:
    for seed in range(50):
        given = draw(drawn_test, seed=str(seed))
        assert len({one.question.pk for one in given}) == len(given) == 7
        assert [one.question.title for one in given[:2]] == ["Q0", "Q1"]
        listed = [one.question.title for one in given[2:4]]
        assert set(listed) < {"Q2", "Q3", "Q4"}
        assert listed == sorted(listed)  # a section that is not shuffled keeps its order
        (hard,) = [one.question for one in given[4:] if one.weight == 30]
        assert (hard.tags, hard.difficulty) == (["graphs"], "hard")
        assert [one.weight for one in given[4:]].count(5) == 2


def test_each_question_of_a_pool_is_drawn_about_as_often(drawn_test: Assessment) -> None:
    pool = Pool.objects.get(tag="")
    pool.section.pools.exclude(pk=pool.pk).delete()
    Section.objects.exclude(pk=pool.section_id).delete()
    counted = Counter(title for seed in range(600) for title in titles(drawn_test, seed))
    assert len(counted) == 12
    assert 60 < min(counted.values()) <= max(counted.values()) < 145  # 100 expected, 9 one standard deviation


def test_orders_are_fair() -> None:
    firsts = Counter(permuted("abc", seed=str(seed), purpose="x", key=str)[0] for seed in range(600))
    assert all(150 < count < 250 for count in firsts.values())


def test_too_few_are_said_before_anything_starts(drawn_test: Assessment, now: datetime) -> None:
    Pool.objects.filter(tag="graphs").update(draw=9)
    with pytest.raises(Conflict, match=r"draws 9, but only \d are free in the pool “9 hard graphs drawn”"):
        start(drawn_test, now)
    session = TestSession.objects.get()
    assert (session.status, session.questions.count()) == ("invited", 0)


def test_what_is_not_published_is_in_no_pool(drawn_test: Assessment) -> None:
    everything: QuerySet[Question] = in_pool(Pool.objects.get(tag=""))
    assert everything.count() == 12
    assert not everything.filter(title="Q12").exists()


def test_a_session_pins_what_was_drawn_whatever_changes_then(drawn_test: Assessment, now: datetime) -> None:
    session = start(drawn_test, now)
    given = [entry.version.title for entry in session.questions.select_related("version")]
    assert given == titles(drawn_test, session.seed)
    Section.objects.all().delete()
    Question.objects.update(title="Edited")
    shown = snapshot(session, now)["questions"]
    assert [one["title"] for one in shown] == given
    assert start_session(session_id=session.id, now=now).questions.count() == 7


def test_choices_are_shuffled_where_the_section_says_so(drawn_test: Assessment, now: datetime) -> None:
    session = start(drawn_test, now)
    orders: dict[str, list[list[str]]] = defaultdict(list)
    for entry in session.questions.select_related("version"):
        shown = [choice["text"] for choice in entry.choices]
        assert sorted(shown) == [f"choice {at}" for at in range(6)]
        orders[entry.section].append(shown)
    assert all(shown == sorted(shown) for shown in orders["Fixed"])
    version = session.questions.filter(section="Listed").first().version  # type: ignore[union-attr]
    others = [choice_order(version.choices, question_id=version.question_id, seed=str(seed)) for seed in range(10)]
    assert len({tuple(order) for order in others}) > 5
    snapshot_orders = [one["choices"] for one in snapshot(session, now)["questions"] if one["section"] == "Listed"]
    assert [[choice["text"] for choice in shown] for shown in snapshot_orders] == orders["Listed"]


def test_the_questions_own_route_does_not_tell_the_order_in_which_choices_were_written(bank: list[Question]) -> None:
    for question in bank:
        shown = full_given(question.versions.get())["choices"]
        assert [choice["id"] for choice in shown] == sorted(choice["id"] for choice in shown)


def test_a_continuation_is_the_same_test(drawn_test: Assessment, now: datetime, recruiter: Any) -> None:
    from sessions.lifecycle import Method

    old = start(drawn_test, now)
    complete(session_id=old.id, method=Method.MANUAL, now=now)
    new = reopen(session_id=old.id, reason="by mistake", actor=recruiter, now=now)
    pairs = [list(one.questions.values_list("question", "order", "choice_order")) for one in (old, new)]
    assert pairs[0] == pairs[1]
    assert new.seed == old.seed


def test_how_many_and_how_much_are_known_before(drawn_test: Assessment) -> None:
    sections = list(drawn_test.sections.all())
    assert question_count(sections) == 7
    # Fixed 10 + 20, of 10 to 40 two, 30 + 2 × 5.
    assert worth(sections) == (30 + 30 + 40, 30 + 70 + 40)
