"""A session with questions of every kind: saved through the drafts' path, scored at the end, people where needed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from executor.errors import Conflict, Invalid, Unprocessable
from questions.models import Assessment, Choice, Question, SectionQuestion
from questions.services import publish
from sessions.lifecycle import Method
from sessions.models import TestSession
from sessions.selectors import board_rows, candidate_result, result, snapshot
from sessions.services.drafts import save_draft
from sessions.services.inviting import invite
from sessions.services.reviewing import review_answer
from sessions.services.sitting import complete, start_for_candidate
from sessions.services.submitting import run_samples, submit
from sessions.services.sweeping import sweep
from sessions.tokens import session_token

pytestmark = pytest.mark.django_db
WEIGHTS = {"single": 10.0, "multiple": 20.0, "short": 5.0, "text": 40.0}


@pytest.fixture
def kinds(assessment: Assessment) -> dict[str, Question]:
    """A question of each kind without a program, in the assessment, besides its program."""
    section = assessment.sections.get()
    made = {}
    for order, kind in enumerate(WEIGHTS, start=1):
        fields = {"accepted_answers": ["a heap"]} if kind == "short" else {}
        question = Question.objects.create(kind=kind, title=kind.title(), slug=kind, statement="Answer.", **fields)
        if kind in ("single", "multiple"):
            for at, (text, right) in enumerate([("yes", True), ("no", False), ("so", kind == "multiple")]):
                Choice.objects.create(question=question, text=text, right=right, order=at)
        publish(question=question, actor=None, now=timezone.now())
        SectionQuestion.objects.create(section=section, question=question, weight=WEIGHTS[kind], order=order)
        made[kind] = question
    return made


@pytest.fixture
def session(kinds: Any, alice: Any, assessment: Assessment) -> TestSession:
    return start_for_candidate(candidate_id="alice", assessment=assessment, duration_minutes=None, now=timezone.now())[
        0
    ]


def answer(session: TestSession, question: Question, text: str) -> None:
    save_draft(session_id=session.id, question_id=question.id, language="answer", code=text, received_at=timezone.now())


def choice(question: Question, *texts: str) -> str:
    return "\n".join(str(one.id) for one in question.choices.filter(text__in=texts))


def end(session: TestSession, commits: Any) -> TestSession:
    with commits(execute=True):
        complete(session_id=session.id, method=Method.MANUAL, now=timezone.now())
    session.refresh_from_db()
    return session


def scores(session: TestSession) -> dict[str, Any]:
    return {entry.version.kind: entry.score for entry in session.questions.all()}


def test_answers_are_scored_at_the_end_and_what_is_not_answered_scores_nothing(
    session: TestSession, kinds: Any, django_capture_on_commit_callbacks: Any
) -> None:
    answer(session, kinds["single"], choice(kinds["single"], "no"))
    answer(session, kinds["single"], choice(kinds["single"], "yes"))
    answer(session, kinds["multiple"], choice(kinds["multiple"], "yes"))
    answer(session, kinds["short"], " A  heap ")
    assert scores(session)["single"] is None
    end(session, django_capture_on_commit_callbacks)
    assert scores(session) == {"code": None, "single": 10, "multiple": 0, "short": 5, "text": 0}
    assert (session.score, session.max_score) == (15, 175)
    assert session.result_ready_at is not None


def test_a_free_text_waits_for_a_person(
    session: TestSession, kinds: Any, recruiter: Any, django_capture_on_commit_callbacks: Any
) -> None:
    answer(session, kinds["text"], "Because.")
    review = {"session_id": session.id, "question_id": kinds["text"].id, "actor": recruiter, "now": timezone.now()}
    with pytest.raises(Conflict, match="ended"):
        review_answer(**review, score=1, comment="")
    end(session, django_capture_on_commit_callbacks)
    assert (session.awaits_review, session.result_ready_at) == (True, None)
    sweep(now=timezone.now() + timedelta(minutes=5))
    assert session.events.filter(kind="awaits_review").count() == 1
    for wrong in (-1, 40.5):
        with pytest.raises(Invalid, match="between 0 and 40"):
            review_answer(**review, score=wrong, comment="")
    with pytest.raises(Unprocessable):
        review_answer(**{**review, "question_id": kinds["short"].id}, score=1, comment="")
    for score in (30.0, 25.5):
        review_answer(**review, score=score, comment="Thin.")
        session.refresh_from_db()
        assert (session.awaits_review, session.score) == (False, score)
        assert session.result_ready_at
    told = session.events.filter(kind="reviewed").values_list("data", flat=True)
    assert [(one["before"], one["score"]) for one in told] == [(None, 30.0), (30.0, 25.5)]


def test_a_program_is_not_an_answer_nor_an_answer_a_program(session: TestSession, kinds: Any, question: Any) -> None:
    now, short = timezone.now(), kinds["short"]
    with pytest.raises(Unprocessable, match="program"):
        save_draft(session_id=session.id, question_id=short.id, language="python", code="x", received_at=now)
    with pytest.raises(Invalid, match="language"):
        save_draft(session_id=session.id, question_id=question.id, language="answer", code="x", received_at=now)
    with pytest.raises(Unprocessable, match="saved answer counts"):
        submit(session_id=session.id, question_id=short.id, language="python", code="x", received_at=now)
    with pytest.raises(Unprocessable, match="saved answer counts"):
        run_samples(
            session_id=session.id, question_id=short.id, language="python", code="x", own_input="1", received_at=now
        )


def test_the_snapshot_has_choices_and_no_key(session: TestSession, kinds: Any) -> None:
    answer(session, kinds["short"], "x")
    answer(session, kinds["text"], " ")
    shown = {one["kind"]: one for one in snapshot(session, timezone.now())["questions"]}
    assert [one["text"] for one in shown["single"]["choices"]] == ["yes", "no", "so"]
    assert all(set(one) == {"id", "text"} for one in shown["multiple"]["choices"])
    states = {kind: one["state"] for kind, one in shown.items()}
    assert states == {
        "code": "untouched", "single": "untouched", "multiple": "untouched", "short": "answered", "text": "untouched",
    }  # fmt: skip
    assert "a heap" not in str(shown)


def test_the_form_without_script_saves_every_kind(session: TestSession, kinds: Any) -> None:
    client = Client()
    client.get(f"/t/{session_token(session)}/")
    path = f"/s/{session.id}/"
    wanted = {
        "single": [choice(kinds["single"], "yes")],
        "multiple": choice(kinds["multiple"], "yes", "so").split("\n"),
        "short": ["a <b>heap</b>"],
        "text": ["Line 1\r\nLine 2"],
    }
    for kind, code in wanted.items():
        form = {"question": str(kinds[kind].id), "language": "answer", "base_language": "answer", "base_rev": "0"}
        saved = client.post(f"{path}save", {**form, "code": code})
        assert (saved.status_code, saved["Location"]) == (302, f"{path}#q-{kinds[kind].id}")
    kept = {entry.version.kind: entry.answer for entry in session.questions.all()}
    assert kept["multiple"].split("\n") == wanted["multiple"]
    assert kept["text"] == "Line 1\nLine 2"
    page = client.get(path).content.decode()
    assert page.count(" checked") == 3
    assert "a &lt;b&gt;heap&lt;/b&gt;" in page
    refused = client.post(f"{path}save", {**form, "question": str(kinds["single"].id), "code": wanted["multiple"]})
    assert refused.status_code == 400
    assert "Not saved" in refused.content.decode()


def test_the_instructions_say_how_answers_without_a_program_are_given(
    kinds: Any, bob: Any, assessment: Assessment
) -> None:
    waiting = invite(candidate=bob, assessment=assessment, now=timezone.now()).sessions.get()
    client = Client()
    client.get(f"/t/{session_token(waiting)}/")
    said = "Choices and texts are not submitted"
    assert said in client.get(f"/s/{waiting.id}/").content.decode()
    assessment.sections.get().entries.exclude(question__kind="code").delete()
    assert said not in client.get(f"/s/{waiting.id}/").content.decode()


def test_the_result_says_the_kind_and_shows_a_candidate_points_only_by_policy(
    session: TestSession, kinds: Any, django_capture_on_commit_callbacks: Any
) -> None:
    answer(session, kinds["single"], choice(kinds["single"], "yes"))
    end(session, django_capture_on_commit_callbacks)
    rows = {row["kind"]: row for row in result(session)["questions"]}
    assert (rows["single"]["score"], rows["single"]["total"], rows["single"]["verdict"]) == (10, 0, None)
    assert "score" not in candidate_result(session)
    session.shows_afterwards = "verdicts"
    session.save()
    assert candidate_result(session)["score"] == 10
    client = Client()
    client.get(f"/t/{session_token(session)}/")
    assert "10 of 175 points" in client.get(f"/s/{session.id}/").content.decode().replace("</span>", "")


def test_the_board_counts_an_answer_as_handed_in(session: TestSession, kinds: Any) -> None:
    answer(session, kinds["short"], "x")
    answer(session, kinds["text"], "")
    (row,) = board_rows([session], timezone.now())
    assert (row["submitted"], row["questions"]) == (1, 5)


# --- staff ------------------------------------------------------------------------------------------------


def test_staff_read_the_answer_and_score_it(
    session: TestSession, kinds: Any, reviewer: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    answer(session, kinds["text"], "<script>alert(1)</script>")
    answer(session, kinds["multiple"], choice(kinds["multiple"], "so"))
    end(session, django_capture_on_commit_callbacks)
    client.force_login(reviewer)
    page = client.get(reverse("admin:test_sessions_testsession_change", args=[session.id])).content.decode()
    url = reverse("admin:test_sessions_testsession_review", args=[session.id, kinds["text"].id])
    assert url in page
    assert "&lt;script&gt;alert(1)" in page
    shown = client.get(url).content.decode()
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert(1)" not in shown
    assert "between 0 and 40" in client.post(url, {"score": "41"}).content.decode()
    assert client.post(url, {"score": "12.5", "comment": "Thin."}).status_code == 302
    session.refresh_from_db()
    assert session.score == 12.5
    assert session.questions.get(version__kind="text").reviewed_by == reviewer


def test_who_may_not_score_does_not(session: TestSession, kinds: Any, reviewer: Any, client: Client) -> None:
    url = reverse("admin:test_sessions_testsession_review", args=[session.id, kinds["text"].id])
    assert client.get(url).status_code == 302
    reviewer.groups.clear()
    reviewer.user_permissions.add(Permission.objects.get(codename="view_testsession"))
    client.force_login(reviewer)
    assert client.post(url, {"score": "1"}).status_code == 403


def test_only_a_free_text_of_the_session_is_scored(
    session: TestSession, kinds: Any, question: Any, reviewer: Any, client: Client, now: datetime
) -> None:
    client.force_login(reviewer)
    for other in (kinds["single"].id, question.id, session.id):
        assert client.get(f"/admin/test_sessions/testsession/{session.id}/review/{other}/").status_code == 404
