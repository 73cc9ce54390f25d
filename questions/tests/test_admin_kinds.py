"""Questions without a program in the admin: their form, publishing, and the preview that gives nothing away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questions.models import Question, Section
from questions.tests.test_admin_questions import ADD, assessment_form, complaints, formset, question_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client, recruiter: Any) -> Client:
    client.force_login(recruiter)
    return client


def of_kind(kind: str, *choices: dict[str, Any], **changes: Any) -> dict[str, Any]:
    none = {**formset("test_cases"), **formset("starter_codes"), **formset("reference_solutions")}
    return question_form(kind=kind, _publish="", **none, **formset("choices", *choices), **changes)


def test_a_question_of_choice_is_written_and_published(staff: Client) -> None:
    choices = [{"text": "a set\r\nof ints", "right": "on", "order": "0"}, {"text": "a list", "order": "0"}]
    answer = staff.post(ADD, of_kind("single", *choices))
    assert answer.status_code == 302, complaints(answer)
    version = Question.objects.get(slug="sum-of-numbers").published
    assert version is not None
    assert [choice["text"] for choice in version.choices] == ["a set\nof ints", "a list"]
    assert version.answer_key == {"right": [version.choices[0]["id"]]}
    assert version.cases == []


def test_one_without_a_right_choice_is_saved_and_says_why(staff: Client) -> None:
    answer = staff.post(ADD, of_kind("single", {"text": "a", "order": "0"}, {"text": "b", "order": "0"}), follow=True)
    assert "Choices: Exactly one choice must be right; none are." in answer.content.decode()
    assert Question.objects.get(slug="sum-of-numbers").choices.count() == 2


def test_accepted_answers_are_lines(staff: Client) -> None:
    answer = staff.post(ADD, of_kind("short", accepted_answers=" O(n) \r\n\r\nlinear\r\nO(n)\r\n", case_matters="on"))
    assert answer.status_code == 302, complaints(answer)
    version = Question.objects.get(slug="sum-of-numbers").published
    assert version is not None
    assert version.answer_key == {"accepted": ["O(n)", "linear"]}
    assert version.case_matters
    again = staff.get(reverse("admin:questions_question_change", args=[version.question_id]))
    assert "O(n)\nlinear" in again.content.decode()


def test_an_accepted_answer_has_a_length(staff: Client) -> None:
    answer = staff.post(ADD, of_kind("short", accepted_answers="x" * 501))
    assert "accepted_answers" in answer.context["adminform"].form.errors


def test_the_preview_shows_choices_and_not_which_are_right(staff: Client) -> None:
    choices = [{"text": "<b>set</b>", "right": "on", "order": "0"}, {"text": "list", "order": "0"}]
    staff.post(ADD, of_kind("multiple", *choices))
    question = Question.objects.get(slug="sum-of-numbers")
    page = staff.get(reverse("admin:questions_question_preview", args=[question.pk])).content.decode()
    shown = page[page.index("This is all that a candidate sees") :]
    assert "<ul><li>&lt;b&gt;set&lt;/b&gt;</li><li>list</li></ul>" in shown


# --- pools and shuffles -------------------------------------------------------------------------------------


def test_a_section_draws_and_shuffles_and_too_small_a_pool_is_said(staff: Client, question: Question) -> None:
    fields = {
        **formset("sections", {"title": "Drawn", "order": "0", "draw": "1", "shuffle_questions": "on"}),
        **formset("sections-0-entries", {"question": str(question.pk), "weight": "40", "order": "0"}),
        **formset("sections-0-pools", {"draw": "3", "tag": "math", "difficulty": "", "weight": "10", "order": "0"}),
    }
    url = "/admin/questions/assessment/add/"
    answer = staff.post(url, assessment_form(question, _save="", **fields), follow=True)
    section = Section.objects.get()
    assert (section.draw, section.shuffle_questions, section.shuffle_choices) == (1, True, False)
    assert [(pool.draw, pool.tag, pool.weight) for pool in section.pools.all()] == [(3, "math", 10.0)]
    page = answer.content.decode()
    assert "draws 3, but only 0 are free" in page
    assert "Nobody can start this test until there are more" in page
    assert ">4<" in page.replace("\n", "").replace(" ", "")
