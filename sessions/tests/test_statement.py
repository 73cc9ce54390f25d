"""A question's text is rendered once for its content: whatever of it differs is another text."""

from typing import Any

import pytest

from sessions.statement import SHOWN, statement_of

QUESTION: dict[str, Any] = {
    "id": "0b6ee0f7-9d2c-4c3c-8a35-0d7d6b7b1b11",
    "kind": "code",
    "title": "Add <two>",
    "difficulty": "easy",
    "weight": 100.0,
    "statement_html": "<h1>Add &lt;two&gt;</h1><p>Add.</p>",
    "cpu_seconds": 2.0,
    "memory_mib": 256,
    "tests": 4,
    "samples": [{"name": "one", "input": "1 2\n", "expected_output": "3\n"}],
}
OTHER: dict[str, Any] = {
    "id": "5a0e6bd3-6f0e-4f5e-9a3f-2f2c4a8f0c22",
    "kind": "text",
    "title": "Subtract",
    "difficulty": "hard",
    "weight": 50.0,
    "statement_html": "<p>Subtract.</p>",
    "cpu_seconds": 3.0,
    "memory_mib": 128,
    "tests": 5,
    "samples": [{"name": "one", "input": "1 3\n", "expected_output": "4\n"}],
}


def test_it_has_the_title_once_and_everything_in_it_is_escaped() -> None:
    html = statement_of(QUESTION, practice=False)
    assert html.count("<h1") == 1
    assert "Add &lt;two&gt;</h1>" in html
    assert "<p>Add.</p>" in html
    assert "100 points" in html


@pytest.mark.parametrize("name", SHOWN)
def test_another_content_is_another_text(name: str) -> None:
    before = statement_of(QUESTION, practice=False)
    assert statement_of({**QUESTION, name: OTHER[name]}, practice=False) != before
    assert statement_of({**QUESTION, "drafts": ["what is not in it"]}, practice=False) is before


def test_in_practice_it_says_no_points() -> None:
    assert "points" not in statement_of(QUESTION, practice=True)
