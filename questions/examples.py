"""The examples of the OpenAPI document."""

from typing import Any

QUESTION_ID = "5f0c1a7e-3f7b-4b67-9f0e-0d6c3c1b7a11"
CASE_ID = "0b8f5e9c-6a3d-4a52-9c2e-7f1d8e4b2c33"

TEST_CASE_BODY: dict[str, Any] = {
    "name": "small",
    "input": "1 2\n",
    "expected_output": "3\n",
    "sample": True,
    "points": 0.0,
}
TEST_CASE: dict[str, Any] = {"id": CASE_ID, "question_id": QUESTION_ID, "test_order": 0, **TEST_CASE_BODY}
QUESTION_BODY: dict[str, Any] = {
    "title": "Add two",
    "description": "Read two integers and print their sum.",
    "difficulty": "easy",
    "tags": ["math"],
    "boiler_plate": {"python": "a, b = map(int, input().split())\n"},
    "test_cases": [TEST_CASE_BODY, {"input": "7 8\n", "expected_output": "15\n"}],
}
_CONTENT: dict[str, Any] = {
    "id": QUESTION_ID,
    "legacy_id": None,
    "slug": "add-two",
    "kind": "code",
    "title": "Add two",
    "description": "Read two integers and print their sum.",
    "difficulty": "easy",
    "tags": ["math"],
    "languages": [],
    "cpu_seconds": 2.0,
    "memory_mib": 256,
    "output_kib": 1024,
    "multipliers": {},
    "checker": "lines",
    "checker_options": {},
    "stop_at_first_failure": False,
    "case_matters": False,
    "partial_credit": False,
    "published_version": 1,
    "created_at": "2026-05-01T09:00:00+00:00",
    "updated_at": "2026-05-01T09:00:00+00:00",
}
QUESTION_LIST: dict[str, Any] = {
    "success": True,
    "questions": [{**_CONTENT, "test_cases": [TEST_CASE]}],
    "next": None,
}
QUESTION: dict[str, Any] = {
    "success": True,
    "question": {
        **_CONTENT,
        "boiler_plate": '{"python": "a, b = map(int, input().split())\\n"}',
        "choices": [],
        "accepted_answers": [],
        "reference_solutions": [],
    },
    "test_cases": [TEST_CASE],
}
PUBLISHED: dict[str, Any] = {
    "success": True,
    "version": {
        "id": "2d1c7a55-8a7e-4a1f-b7c9-6b0f5d2e9a44",
        "question_id": QUESTION_ID,
        "number": 2,
        "published_at": "2026-05-01T09:05:00+00:00",
        "tests": 10,
    },
}
ASSESSMENT_BODY: dict[str, Any] = {
    "title": "Backend engineer",
    "duration_minutes": 90,
    "instructions": "Use any language that you like.",
    "shows_afterwards": "score",
    "sections": [{"title": "Warm-up", "questions": [{"question_id": QUESTION_ID, "weight": 100.0}]}],
}
ASSESSMENT: dict[str, Any] = {
    "id": "9b6d2c1f-1e0a-4f63-8d5b-3a7c4e2f1b55",
    "slug": "backend-engineer",
    **ASSESSMENT_BODY,
    "languages": [],
    "opens_at": None,
    "closes_at": None,
    "hard_end_at": None,
    "created_at": "2026-05-01T09:00:00+00:00",
    "updated_at": "2026-05-01T09:00:00+00:00",
    "sections": [
        {
            "title": "Warm-up",
            "draw": None,
            "shuffle_questions": True,
            "shuffle_choices": True,
            "questions": [{"question_id": QUESTION_ID, "title": "Add two", "weight": 100.0}],
            "pools": [{"draw": 2, "tag": "graphs", "difficulty": "medium", "weight": 50.0}],
        }
    ],
}
