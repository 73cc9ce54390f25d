"""What the preview of a question shows: only what a candidate may read."""

from collections.abc import Sequence
from typing import Any

from executor.core.languages import LANGUAGES
from questions.content import limits_for
from questions.markdown import render_markdown
from questions.models import QuestionContent


def preview_context(
    content: QuestionContent, samples: Sequence[Any], tests: int, choices: Sequence[Any]
) -> dict[str, Any]:
    """samples: {name, input, expected_output}; tests: how many there are, hidden ones too; choices: {text}."""
    offered = [name for name in LANGUAGES if not content.languages or name in content.languages]
    return {
        "title": content.title,
        "content": content,
        "statement": render_markdown(content.statement),
        "samples": samples,
        "choices": choices,
        "tests": tests,
        "limits": [(LANGUAGES[name].label, limits_for(content, name)) for name in offered],
    }
