"""A question with a checker of its own: written in the form or by the API, frozen, told to no candidate."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questions.models import Question
from questions.selectors import full_given
from questions.services import publish
from questions.tests.test_admin_questions import ADD, browser_fields, question_form
from questions.tests.test_api_questions import make, send

pytestmark = pytest.mark.django_db
SOURCE = "def check(input, output, expected):\n    return output == 'the-solution'\n"


def test_the_form_keeps_the_program_and_shows_it_again(client: Client, recruiter: Any) -> None:
    client.force_login(recruiter)
    client.post(ADD, question_form(_save="", checker="custom", checker_source=SOURCE.replace("\n", "\r\n")))
    question = Question.objects.get()
    assert (question.checker, question.checker_options) == ("custom", {"source": SOURCE})
    url = reverse("admin:questions_question_change", args=[question.pk])
    fields = browser_fields(client.get(url))
    assert fields["checker_source"] == SOURCE
    client.post(url, {**fields, "checker": "tokens", "_save": ""})
    question.refresh_from_db()
    assert question.checker_options == {}


@pytest.mark.parametrize(
    ("source", "said"), [("", "one option"), ("def check(", "line 1"), ("x = 1\n", "define check")]
)
def test_a_program_that_cannot_work_is_refused_at_its_box(
    client: Client, recruiter: Any, source: str, said: str
) -> None:
    client.force_login(recruiter)
    answer = client.post(ADD, question_form(_save="", checker="custom", checker_source=source))
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {"checker_source"}
    assert said in errors["checker_source"][0]


def test_the_api_takes_it_and_refuses_a_broken_one(api_key: str) -> None:
    key = Client(headers={"Authorization": f"Api-Key {api_key}"})
    made = make(key, checker="custom", checker_options={"source": SOURCE})
    shown = key.get(f"/api/questions/{made['question']['id']}").json()["question"]
    assert shown["checker_options"] == {"source": SOURCE}
    body = {"title": "x", "description": "x", "checker": "custom", "checker_options": {"source": "def check("}}
    answer = send(key, "POST", "/api/questions", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "checker_options"


def test_no_candidate_is_told_the_program(question: Question) -> None:
    question.checker, question.checker_options = "custom", {"source": SOURCE}
    question.save()
    version = publish(question=question, actor=None, now=timezone.now())
    told = full_given(version)
    assert version.checker_options == {"source": SOURCE}
    assert (told["checker"], told["checker_options"]) == ("custom", {})
    assert "the-solution" not in json.dumps(told)
