"""Questions and assessments over HTTP: the contract's shapes, whole life cycles, ETags, pages."""

import json
from typing import Any

import pytest
from django.test import Client

from questions.models import Assessment, Question, TestCase

PATH = "/api/questions"
BODY = {
    "title": "Sum",
    "description": "  Add them.\r\n",
    "difficulty": "medium",
    "tags": ["math"],
    "boiler_plate": {"py": "a = 1\r\n", "C++": "int main() {}\n"},
    "test_cases": [
        {"input": " 1 2 \r\n", "expected_output": "3\n\n", "sample": True},
        {"input": "7 8\n", "expected_output": "15\n", "name": "big"},
    ],
    "reference_solutions": [{"language": "python", "source": "print(sum(map(int, input().split())))"}],
}


@pytest.fixture
def key(api_key: str) -> Client:
    return Client(headers={"Authorization": f"Api-Key {api_key}"})


def send(client: Client, method: str, path: str, body: Any) -> Any:
    return client.generic(method, path, json.dumps(body), content_type="application/json")


def make(client: Client, **changes: Any) -> dict[str, Any]:
    answer = send(client, "POST", PATH, {**BODY, **changes})
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


# --- the contract -------------------------------------------------------------------------------------------


def test_the_list_has_the_fields_of_the_contract(key: Client, question: Any) -> None:
    listed = key.get(PATH).json()
    assert listed["success"] is True
    (shown,) = listed["questions"]
    assert {"id", "title", "description", "difficulty", "tags", "test_cases"} <= set(shown)
    assert len(shown["test_cases"]) == 5


def test_one_question_has_the_fields_of_the_contract(key: Client, question: Any) -> None:
    shown = key.get(f"{PATH}/{question.id}").json()
    assert {"id", "title", "description", "difficulty", "tags", "boiler_plate"} <= set(shown["question"])
    assert json.loads(shown["question"]["boiler_plate"]) == {"python": "# your code\n"}
    case = shown["test_cases"][0]
    assert {"id", "question_id", "input", "expected_output", "test_order"} <= set(case)
    assert case["question_id"] == str(question.id)


def test_a_number_is_that_of_the_older_table_exactly(key: Client, question: Any) -> None:
    Question.objects.filter(id=question.id).update(legacy_id=12)
    assert key.get(f"{PATH}/12").json()["question"]["id"] == str(question.id)
    for other in ("1", "012345", "123", "12 ", "1" * 20):
        assert key.get(f"{PATH}/{other}").status_code == 404, other


def test_a_number_never_matches_the_beginning_of_a_uuid(key: Client, db: None) -> None:
    numbers = Question.objects.create(id="12345678-0000-4000-8000-000000000000", title="T", slug="t", statement="S")
    for part in ("12345678", "1", "12345678-0000-4000-8000-00000000000", "12345678000040008000000000000000"):
        assert key.get(f"{PATH}/{part}").status_code == 404, part
    assert key.get(f"{PATH}/{numbers.id}").status_code == 200


# --- the life of a question -----------------------------------------------------------------------------------


def test_a_question_is_made_with_its_parts_and_keeps_their_white_space(key: Client, db: None) -> None:
    made = make(key)
    question = made["question"]
    assert question["description"] == "  Add them.\n"
    assert question["slug"] == "sum"
    assert question["published_version"] is None
    assert json.loads(question["boiler_plate"]) == {"python": "a = 1\n", "cpp": "int main() {}\n"}
    first, second = made["test_cases"]
    assert (first["input"], first["expected_output"]) == (" 1 2 \n", "3\n\n")
    assert (first["points"], second["points"]) == (0.0, 1.0)
    assert (first["test_order"], second["test_order"]) == (0, 1)
    assert question["reference_solutions"][0]["expectation"] == "accepted"


def test_a_second_question_of_the_same_title_gets_a_slug_of_its_own(key: Client, db: None) -> None:
    assert make(key)["question"]["slug"] != make(key)["question"]["slug"]


def test_publishing_makes_a_version_once(key: Client, db: None) -> None:
    question_id = make(key)["question"]["id"]
    first = key.post(f"{PATH}/{question_id}/publish")
    assert first.status_code == 201
    assert first.json()["version"]["number"] == 1
    assert key.post(f"{PATH}/{question_id}/publish").status_code == 200
    assert key.get(f"{PATH}/{question_id}").json()["question"]["published_version"] == 1


def test_what_cannot_be_published_says_why(key: Client, db: None) -> None:
    question_id = make(key, test_cases=[])["question"]["id"]
    answer = key.post(f"{PATH}/{question_id}/publish")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "test_cases"


def test_put_replaces_and_patch_changes(key: Client, db: None) -> None:
    made = make(key)
    path = f"{PATH}/{made['question']['id']}"
    changed = send(key, "PATCH", path, {"difficulty": "hard"}).json()
    assert changed["question"]["difficulty"] == "hard"
    assert changed["question"]["tags"] == ["math"]
    assert changed["test_cases"] == made["test_cases"]
    replaced = send(key, "PUT", path, {"title": "New", "description": "Other."}).json()
    assert replaced["question"]["difficulty"] == "easy"
    assert replaced["question"]["tags"] == []
    assert replaced["question"]["boiler_plate"] == "{}"
    assert replaced["test_cases"] == []
    assert replaced["question"]["slug"] == "sum"


def test_patch_does_not_let_fields_of_a_nested_test_be_missing(key: Client, db: None) -> None:
    path = f"{PATH}/{make(key)['question']['id']}"
    answer = send(key, "PATCH", path, {"test_cases": [{"input": "1\n"}]})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "test_cases.0.expected_output"


def test_tests_keep_their_ids_and_publishing_the_same_again_makes_no_version(key: Client, db: None) -> None:
    made = make(key)
    path = f"{PATH}/{made['question']['id']}"
    key.post(f"{path}/publish")
    same = send(key, "PATCH", path, {"test_cases": made["test_cases"]}).json()
    assert same["test_cases"] == made["test_cases"]
    assert key.post(f"{path}/publish").status_code == 200


def test_a_test_of_another_question_cannot_be_taken(key: Client, question: Any) -> None:
    foreign = TestCase.objects.filter(question=question).values_list("id", flat=True)[0]
    case = {"id": str(foreign), "input": "", "expected_output": ""}
    answer = send(key, "POST", PATH, {**BODY, "test_cases": [case]})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "test_cases.0.id"
    assert TestCase.objects.get(id=foreign).question_id == question.id


def test_a_published_question_stays(key: Client, question: Any) -> None:
    answer = key.delete(f"{PATH}/{question.id}")
    assert answer.status_code == 409
    unpublished = make(key)["question"]["id"]
    assert key.delete(f"{PATH}/{unpublished}").status_code == 204
    assert key.get(f"{PATH}/{unpublished}").status_code == 404


def test_the_life_of_a_test(key: Client, question: Any) -> None:
    path = f"{PATH}/{question.id}/test-cases"
    answer = send(key, "POST", path, {"input": "9 9\n", "expected_output": "18\n"})
    assert answer.status_code == 201
    case = answer.json()["test_case"]
    assert case["test_order"] == 5
    changed = send(key, "PATCH", f"{path}/{case['id']}", {"points": 3}).json()["test_case"]
    assert changed == {**case, "points": 3.0}
    replaced = send(key, "PUT", f"{path}/{case['id']}", {"input": "", "expected_output": ""}).json()["test_case"]
    assert (replaced["points"], replaced["test_order"]) == (1.0, 5)
    assert key.get(f"{path}/{case['id']}").json()["test_case"] == replaced
    assert key.delete(f"{path}/{case['id']}").status_code == 204
    assert len(key.get(path).json()["test_cases"]) == 5


# --- ETags, filters, pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [True, False])
def test_an_unchanged_question_is_not_sent_again(one: bool, key: Client, question: Any) -> None:
    path = f"{PATH}/{question.id}" if one else PATH
    tag = key.get(path).headers["ETag"]
    again = key.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    case = TestCase.objects.filter(question=question)[0]
    send(key, "PATCH", f"{PATH}/{question.id}/test-cases/{case.id}", {"points": 7})
    changed = key.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_filters(key: Client, db: None) -> None:
    make(key, title="Graphs", tags=["graphs", "bfs"], difficulty="hard")
    make(key, title="Ångström", tags=["ä"], difficulty="easy")

    def titles(query: str) -> list[str]:
        return [q["title"] for q in key.get(f"{PATH}?{query}").json()["questions"]]

    assert titles("tag=graphs") == ["Graphs"]
    assert titles("tag=graph") == []
    assert titles("tag=%C3%A4") == ["Ångström"]
    assert titles("difficulty=hard") == ["Graphs"]
    assert titles("search=RAPH") == ["Graphs"]
    assert titles("ordering=-title") == ["Ångström", "Graphs"]


def test_pages_show_each_question_once_whatever_happens_between(key: Client, db: None) -> None:
    for title in ("A", "B", "B", "B", "D"):
        make(key, title=title)
    seen, path = [], f"{PATH}?limit=2"
    while path:
        answer = key.get(path).json()
        assert len(answer["questions"]) <= 2
        seen += [q["id"] for q in answer["questions"]]
        if len(seen) == 2:
            make(key, title="A")  # before the cursor: not seen, and nothing is seen twice
        path = answer["next"]
    assert len(seen) == len(set(seen)) == 5


def test_a_cursor_belongs_to_its_ordering(key: Client, db: None) -> None:
    for _ in range(2):
        make(key)
    following = key.get(f"{PATH}?limit=1").json()["next"]
    assert key.get(f"{following}&ordering=created_at").status_code == 400
    assert key.get(following.replace("cursor=", "cursor=x")).status_code == 400


# --- assessments ----------------------------------------------------------------------------------------------


def test_the_life_of_an_assessment(key: Client, question: Any) -> None:
    entry = {"question_id": str(question.id), "weight": 40}
    body = {"title": "Backend", "duration_minutes": 90, "sections": [{"title": "One", "questions": [entry]}]}
    answer = send(key, "POST", "/api/assessments", body)
    assert answer.status_code == 201
    made = answer.json()["assessment"]
    assert made["slug"] == "backend"
    plain: dict[str, Any] = {"draw": None, "shuffle_questions": False, "shuffle_choices": False, "pools": []}
    entries = [{**entry, "title": "Add two", "weight": 40.0}]
    assert made["sections"] == [{"title": "One", **plain, "questions": entries}]
    path = f"/api/assessments/{made['id']}"
    changed = send(key, "PATCH", path, {"closes_at": "2030-01-01T00:00:00+02:00"}).json()["assessment"]
    assert changed["closes_at"] == "2029-12-31T22:00:00+00:00"
    assert changed["sections"] == made["sections"]
    replaced = send(key, "PUT", path, {"title": "Bare"}).json()["assessment"]
    assert (replaced["duration_minutes"], replaced["closes_at"], replaced["sections"]) == (60, None, [])
    assert key.delete(path).status_code == 204
    assert key.get(path).status_code == 404


def test_sections_that_draw_and_shuffle(key: Client, question: Any) -> None:
    entry = {"question_id": str(question.id), "weight": 40.0}
    pool = {"draw": 2, "tag": "graphs", "difficulty": "hard", "weight": 30.0}
    section = {"title": "One", "draw": 1, "shuffle_questions": True, "shuffle_choices": True, "questions": [entry]}
    body = {"title": "Drawn", "sections": [{**section, "pools": [pool, {"draw": 1}]}]}
    (made,) = send(key, "POST", "/api/assessments", body).json()["assessment"]["sections"]
    assert made["pools"] == [pool, {"draw": 1, "tag": "", "difficulty": "", "weight": 100.0}]
    assert {name: made[name] for name in section if name != "questions"} == {
        name: value for name, value in section.items() if name != "questions"
    }
    for wrong, field in [
        ({**section, "draw": 2}, "sections.0.draw"),
        ({**section, "draw": 0}, "sections.0.draw"),
        ({**section, "pools": [{**pool, "draw": "2"}]}, "sections.0.pools.0.draw"),
        ({**section, "pools": [{**pool, "difficulty": "odd"}]}, "sections.0.pools.0.difficulty"),
        ({**section, "shuffle_choices": 1}, "sections.0.shuffle_choices"),
    ]:
        answer = send(key, "POST", "/api/assessments", {"title": "Drawn", "sections": [wrong]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_an_assessment_that_somebody_sits_stays(key: Client, live: Any, assessment: Any) -> None:
    assert key.delete(f"/api/assessments/{assessment.id}").status_code == 409
    assert Assessment.objects.filter(id=assessment.id).exists()


def test_the_list_of_assessments_is_paged(key: Client, db: None) -> None:
    for number in range(3):
        send(key, "POST", "/api/assessments", {"title": f"T{number}"})
    first = key.get("/api/assessments?limit=2").json()
    second = key.get(first["next"]).json()
    assert [a["title"] for a in first["assessments"] + second["assessments"]] == ["T2", "T1", "T0"]
    assert second["next"] is None
