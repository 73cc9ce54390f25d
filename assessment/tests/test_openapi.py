"""The OpenAPI document: complete, with an example everywhere; and real answers are of the shapes that it says."""

import json
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, FormatChecker

from assessment.tests.api_routes import api_routes

OPERATIONS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    made: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return json.loads(json.dumps(made, default=str))  # type: ignore[no-any-return]


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in OPERATIONS
    ]


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate_schema(document)  # type: ignore[no-untyped-call]


def test_every_route_is_in_it(document: dict[str, Any]) -> None:
    wanted = {(method, len(route.template.split("/"))) for route in api_routes() for method in route.methods}
    found = [(method.upper(), len(path.split("/"))) for method, path, _ in operations(document)]
    assert set(found) == wanted
    assert len(found) == sum(len(route.methods) for route in api_routes())


def test_every_operation_has_an_example_and_says_who_may_call_it(document: dict[str, Any]) -> None:
    poor = []
    for method, path, operation in operations(document):
        for kind, content in bodies_of(operation):
            if not any("examples" in media or "example" in media for media in content.values()):
                poor.append((method, path, kind))
        if "**Who:**" not in operation["description"] or not operation["summary"]:
            poor.append((method, path, "description"))
    assert not poor


def bodies_of(operation: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = [("request", operation["requestBody"]["content"])] if "requestBody" in operation else []
    good = (response for status, response in operation["responses"].items() if status.startswith("2"))
    return found + [("answer", response["content"]) for response in good if "content" in response]


def test_every_example_is_of_the_shape_that_it_stands_beside(document: dict[str, Any]) -> None:
    checked = 0
    for method, path, operation in operations(document):
        for kind, content in bodies_of(operation):
            for media in content.values():
                for example in media.get("examples", {}).values():
                    partial = kind == "request" and method == "patch"
                    problems = [
                        error.message
                        for error in validator(document, media["schema"]).iter_errors(example["value"])
                        if not (partial and error.validator == "required")
                    ]
                    assert not problems, (method, path, kind, problems)
                    checked += 1
    assert checked > 60


def validator(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    whole = {**schema, "components": document["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def answer_schema(document: dict[str, Any], operation_id: str, status: int) -> dict[str, Any]:
    operation = next(o for _, _, o in operations(document) if o["operationId"] == operation_id)
    media: dict[str, Any] = next(iter(operation["responses"][str(status)]["content"].values()))
    return dict(media["schema"])


def test_real_answers_are_of_the_documented_shape(
    document: dict[str, Any], live: Any, question: Any, assessment: Any, api_key: str
) -> None:
    client = Client(headers={"Authorization": f"Api-Key {api_key}"})
    answer = {"candidate_id": "alice", "question_id": str(question.id), "language": "python", "code": "print(3)"}
    submitted = client.post("/api/submissions", answer, content_type="application/json")
    submission = submitted.json()["submission"]
    calls = {
        "list_questions": "/api/questions",
        "get_question": f"/api/questions/{question.id}",
        "list_test_cases": f"/api/questions/{question.id}/test-cases",
        "list_assessments": "/api/assessments",
        "get_assessment": f"/api/assessments/{assessment.id}",
        "list_candidates": "/api/candidates",
        "list_invitations": "/api/invitations",
        "get_session": "/api/test-session/alice",
        "get_snapshot": "/api/test-session/alice/snapshot",
        "list_active_sessions": "/api/test-session/active",
        "get_result": "/api/test-session/alice/result",
        "list_results": "/api/results",
        "list_submissions": "/api/submissions",
        "get_submission": f"/api/submissions/{submission['id']}",
        "get_run": f"/api/runs/{submission['run_id']}",
    }
    shapes = {"submit": (submitted, 202)} | {name: (client.get(path), 200) for name, path in calls.items()}
    for name, (response, status) in shapes.items():
        assert response.status_code == status, (name, response.content)
        errors = validator(document, answer_schema(document, name, status)).iter_errors(response.json())
        assert not [error.message for error in errors], name


def test_a_problem_is_of_the_documented_shape(document: dict[str, Any], client: Client, db: None) -> None:
    refused = client.get("/api/questions")
    assert refused.status_code == 401
    problems = validator(document, {"$ref": "#/components/schemas/Problem"}).iter_errors(refused.json())
    assert not [error.message for error in problems]


@pytest.mark.django_db
def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
    assert b"https://" not in page.content.replace(b"https://github.com", b"")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" in policy
    assert "unsafe" not in client.get("/health/live").headers["Content-Security-Policy"]
