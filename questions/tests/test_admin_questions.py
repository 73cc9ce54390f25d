"""The question's and the assessment's forms in the admin: what is typed is what is kept, and what is wrong is named."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from executor.services import cases_in
from questions.models import Assessment, Question, TestCase
from questions.services import publish

pytestmark = pytest.mark.django_db
ADD = "/admin/questions/question/add/"


@pytest.fixture
def staff(client: Client, recruiter: Any) -> Client:
    client.force_login(recruiter)
    return client


def formset(prefix: str, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    fields: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for at, row in enumerate(rows):
        fields |= {f"{prefix}-{at}-{name}": value for name, value in row.items()}
    return fields


def complaints(answer: Any) -> list[Any]:
    """What a form that came back says, to be shown where a test expected it to be taken."""
    inlines = [(inline.formset.prefix, inline.formset.errors) for inline in answer.context["inline_admin_formsets"]]
    return [answer.context["adminform"].form.errors, *inlines]


def question_form(**changes: Any) -> dict[str, Any]:
    """A whole form as a browser sends it: one sample, one hidden test."""
    return {
        "kind": "code",
        "title": "Sum of numbers",
        "slug": "",
        "statement": "# Sum of numbers\r\n\r\nAdd them.\r\n",
        "difficulty": "easy",
        "tags": "math,  big  numbers , math,",
        "cpu_seconds": "2",
        "memory_mib": "256",
        "output_kib": "1024",
        "checker": "lines",
        "languages": ["cpp", "python"],
        "multipliers_0": "2.5",
        "multipliers_1": "",
        **formset(
            "test_cases",
            {
                "name": "one",
                "input": "  1\r\n 2 \r\n\r\n",
                "expected_output": "3\r\n",
                "sample": "on",
                "points": "0",
                "order": "0",
            },
            {"name": "two", "input": "5 5\n", "expected_output": "10\n", "points": "2", "order": "0"},
        ),
        **formset("choices"),
        **formset("starter_codes", {"language": "python", "code": "\r\n\tpass\r\n"}),
        **formset("reference_solutions", {"language": "python", "expectation": "accepted", "source": "print(3)\r\n"}),
        **formset("versions"),
        **changes,
    }


# --- saving -----------------------------------------------------------------------------------------------


def test_saves_a_question_as_it_was_typed(staff: Client, recruiter: Any) -> None:
    answer = staff.post(ADD, question_form(_save=""))
    assert answer.status_code == 302, complaints(answer)
    question = Question.objects.get(slug="sum-of-numbers")
    assert question.statement == "# Sum of numbers\n\nAdd them.\n"
    assert question.tags == ["math", "big numbers"]
    assert question.languages == ["python", "cpp"]
    assert question.multipliers == {"python": 2.5}
    assert question.created_by == recruiter
    one, two = question.test_cases.all()
    assert (one.name, one.input, one.expected_output, one.sample) == ("one", "  1\n 2 \n\n", "3\n", True)
    assert (two.points, two.order, two.sample) == (2.0, 1, False)
    assert question.starter_codes.get().code == "\n\tpass\n"
    assert question.published is None


def test_save_and_publish_also_freezes_the_tests_just_typed(staff: Client) -> None:
    answer = staff.post(ADD, question_form(_publish=""), follow=True)
    question = Question.objects.get(slug="sum-of-numbers")
    version = question.published
    assert version is not None
    assert [case.input for case in cases_in(version.case_set)] == ["  1\n 2 \n\n", "5 5\n"]
    assert "is published as version 1" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("admin:questions_question_change", args=[question.pk])


def test_what_cannot_be_published_is_saved_and_says_why(staff: Client) -> None:
    answer = staff.post(ADD, question_form(_publish="", **formset("test_cases")), follow=True)
    assert Question.objects.get(slug="sum-of-numbers").published is None
    assert "Test cases: At least one test case is needed." in answer.content.decode()


def test_a_form_sent_back_unchanged_changes_nothing(staff: Client, question: Question) -> None:
    """Even a text that begins with a line end: a textarea swallows the first one."""
    question.test_cases.filter(name="hidden-1").update(input="\n\n  7001 1", expected_output="7002")
    url = reverse("admin:questions_question_change", args=[question.pk])
    before = list(question.test_cases.values("id", "input", "expected_output", "points", "sample", "order"))
    answer = staff.post(url, {**browser_fields(staff.get(url)), "_save": ""})
    assert answer.status_code == 302
    assert list(question.test_cases.values("id", "input", "expected_output", "points", "sample", "order")) == before


def browser_fields(page: Any) -> dict[str, Any]:
    """The fields of a page's form as a browser would send them back."""
    fields: dict[str, Any] = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False and value != []:
                names = bound.field.widget.decompress(value) if hasattr(bound.field.widget, "decompress") else None
                if names is None:
                    fields[bound.html_name] = value
                else:
                    fields |= {f"{bound.html_name}_{at}": v for at, v in enumerate(names) if v is not None}
    return fields


def test_a_very_long_test_is_not_sent_to_the_page_and_survives_a_save(staff: Client, question: Question) -> None:
    long = "9" * 300_000 + "\n"
    question.test_cases.filter(name="hidden-1").update(input=long)
    url = reverse("admin:questions_question_change", args=[question.pk])
    page = staff.get(url)
    assert len(page.content) < 250_000
    assert "300,001 characters" in page.content.decode()
    fields = browser_fields(page)
    at = next(name for name, value in fields.items() if value == long).removesuffix("-input")
    del fields[f"{at}-input"]
    assert staff.post(url, {**fields, "title": "Renamed", f"{at}-name": "renamed", "_save": ""}).status_code == 302
    assert TestCase.objects.get(name="renamed").input == long


def test_a_file_takes_the_place_of_typing(staff: Client) -> None:
    data = question_form(_save="")
    data["test_cases-1-input_file"] = SimpleUploadedFile("big.in", "ä 1\r\n".encode())
    assert staff.post(ADD, data).status_code == 302
    assert TestCase.objects.get(name="two").input == "ä 1\n"


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": ""}, "title", "required"),
        ({"statement": " \n "}, "statement", "A statement is needed"),
        ({"tags": "x" * 50}, "tags", "1 to 40 characters"),
        ({"languages": ["cobol"]}, "languages", "cobol"),
        ({"multipliers_0": "99"}, "multipliers", "between 0.1 and 20"),
        ({"multipliers_0": "quick"}, "multipliers", "number"),
        ({"cpu_seconds": "0"}, "cpu_seconds", "0.1"),
        ({"memory_mib": "5"}, "memory_mib", "16"),
        ({"checker": "float", "absolute": "-1"}, "absolute", "not negative"),
        ({"checker": "magic"}, "checker", "magic"),
        ({"statement": "a\x00b"}, "statement", "Null characters"),
        ({"slug": "a b"}, "slug", "slug"),
    ],
)
def test_each_error_stands_at_its_field(staff: Client, changes: dict[str, Any], field: str, sentence: str) -> None:
    answer = staff.post(ADD, question_form(_save="", **changes))
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {field}
    assert sentence in " ".join(errors[field])
    assert not Question.objects.exists()


def test_a_slug_that_is_taken_is_refused(staff: Client, question: Question) -> None:
    answer = staff.post(ADD, question_form(_save="", slug="add-two"))
    assert "slug" in answer.context["adminform"].form.errors


def test_a_file_that_is_no_text_is_refused_at_its_test(staff: Client) -> None:
    data = question_form(_save="")
    data["test_cases-1-input_file"] = SimpleUploadedFile("x.in", b"\xff\xfe")
    answer = staff.post(ADD, data)
    errors = answer.context["inline_admin_formsets"][0].formset.errors
    assert errors[0] == {}
    assert "not UTF-8" in errors[1]["input_file"][0]


def test_tolerances_belong_to_the_float_checker_alone(staff: Client) -> None:
    staff.post(ADD, question_form(_save="", checker="float", absolute="1e-4"))
    assert Question.objects.get().checker_options == {"absolute": 1e-4}
    url = reverse("admin:questions_question_change", args=[Question.objects.get().pk])
    assert staff.get(url).context["adminform"].form.initial["absolute"] == 1e-4
    fields = browser_fields(staff.get(url))
    staff.post(url, {**fields, "checker": "lines", "_save": ""})
    assert Question.objects.get().checker_options == {}


# --- publishing and looking -------------------------------------------------------------------------------


def test_publish_asks_first_and_a_link_alone_changes_nothing(staff: Client, question: Question) -> None:
    question.statement += "\nMore."
    question.save()
    url = reverse("admin:questions_question_publish_now", args=[question.pk])
    assert "Publish this question" in staff.get(url).content.decode()
    assert question.versions.count() == 1
    answer = staff.post(url, {"_form_submitted": "on"})
    assert answer.headers["HX-Redirect"] == reverse("admin:questions_question_change", args=[question.pk])
    assert question.versions.count() == 2


def test_publish_selected(staff: Client, question: Question) -> None:
    bare = Question.objects.create(title="Bare", slug="bare", statement="x")
    question.title = "Renamed"
    question.save()
    answer = staff.post(
        reverse("admin:questions_question_changelist"),
        {"action": "publish_selected", "_selected_action": [str(question.pk), str(bare.pk)]},
        follow=True,
    )
    page = answer.content.decode()
    assert "is published as version 2" in page
    assert "“Bare” was not published" in page
    assert (question.versions.count(), bare.versions.count()) == (2, 0)


def test_the_preview_shows_what_a_candidate_sees_and_nothing_hidden(staff: Client, question: Question) -> None:
    question.statement = "# Add two\n\n<script>alert(1)</script> **Add**"
    question.save()
    for url in (
        reverse("admin:questions_question_preview", args=[question.pk]),
        reverse("admin:questions_questionversion_preview", args=[question.versions.get().pk]),
    ):
        page = staff.get(url).content.decode()
        assert "1 2\n" in page
        for secret in ("7001", "7002", "-7005"):
            assert secret not in page
    page = staff.get(reverse("admin:questions_question_preview", args=[question.pk])).content.decode()
    assert "<strong>Add</strong>" in page
    assert "<script>alert(1)" not in page


def test_a_version_cannot_be_changed(staff: Client, question: Question) -> None:
    version = question.versions.get()
    url = reverse("admin:questions_questionversion_change", args=[version.pk])
    assert staff.get(url).status_code == 200
    assert staff.post(url, {"title": "x", "_save": ""}).status_code == 403
    assert staff.get("/admin/questions/questionversion/add/").status_code == 403
    assert staff.post(reverse("admin:questions_questionversion_delete", args=[version.pk])).status_code == 403


@pytest.mark.parametrize("query", ["", "?q=math", "?published=yes", "?published=no", "?difficulty__exact=easy"])
def test_the_list_searches_and_filters(staff: Client, question: Question, query: str) -> None:
    page = staff.get(f"/admin/questions/question/{query}").content.decode()
    assert ("add-two" in page) == (query != "?published=no")


# --- assessments ------------------------------------------------------------------------------------------


def assessment_form(question: Question, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Backend test",
        "slug": "backend-test",
        "duration_minutes": "45",
        "shows_afterwards": "score",
        "instructions": "Good luck",
        **formset("sections", {"title": "First", "order": "0"}),
        **formset("sections-0-entries", {"question": str(question.pk), "weight": "40", "order": "0"}),
        **formset("sections-0-pools"),
        **changes,
    }


def test_an_assessment_is_one_page_with_its_sections_and_their_questions(staff: Client, question: Question) -> None:
    url = "/admin/questions/assessment/add/"
    answer = staff.post(url, assessment_form(question, _save=""))
    assert answer.status_code == 302, complaints(answer)
    made = Assessment.objects.get()
    (section,) = made.sections.all()
    assert section.title == "First"
    assert [(one.question, one.weight) for one in section.entries.all()] == [(question, 40.0)]
    assert staff.get(reverse("admin:questions_assessment_change", args=[made.pk])).status_code == 200


def test_new_sections_go_to_the_end_also_with_the_title_proposed(staff: Client, question: Question) -> None:
    other = Question.objects.create(title="Other", slug="other", statement="x")
    TestCase.objects.create(question=other, input="1", expected_output="1")
    publish(question=other, actor=None, now=timezone.now())
    fields = {
        **formset("sections", {"title": "Questions", "order": "0"}, {"title": "Second", "order": "0"}),
        **formset("sections-1-entries", {"question": str(other.pk), "weight": "60", "order": "0"}),
        **formset("sections-1-pools"),
    }
    answer = staff.post("/admin/questions/assessment/add/", assessment_form(question, _save="", **fields))
    assert answer.status_code == 302, complaints(answer)
    assert [
        (section.title, [str(entry.question) for entry in section.entries.all()])
        for section in Assessment.objects.get().sections.all()
    ] == [("Questions", ["Add two"]), ("Second", ["Other"])]


def test_an_unpublished_question_is_refused(staff: Client) -> None:
    bare = Question.objects.create(title="Bare", slug="bare", statement="x")
    answer = staff.post("/admin/questions/assessment/add/", assessment_form(bare, _save=""))
    assert answer.status_code == 200
    assert "not published yet" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_a_window_that_closes_before_it_opens_is_refused_at_its_field(staff: Client, question: Question) -> None:
    window = {
        "opens_at_0": "2026-05-02",
        "opens_at_1": "10:00",
        "closes_at_0": "2026-05-02",
        "closes_at_1": "09:00",
    }
    answer = staff.post("/admin/questions/assessment/add/", assessment_form(question, _save="", **window))
    assert set(answer.context["adminform"].form.errors) == {"closes_at"}


def test_links_lead_to_the_board_and_to_inviting(staff: Client, assessment: Assessment) -> None:
    board = staff.get(reverse("admin:questions_assessment_live_board", args=[assessment.pk]))
    assert board.headers["Location"] == f"/board/{assessment.pk}/"
    invite = staff.get(reverse("admin:questions_assessment_invite_candidates", args=[assessment.pk]))
    assert staff.get(invite.headers["Location"]).status_code == 200
