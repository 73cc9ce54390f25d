"""A question as the workspace shows it to be read: rendered once for each content, for hundreds are given the same."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from executor.kept import Kept

SHOWN = (
    *("id", "kind", "title", "difficulty", "weight", "cpu_seconds", "memory_mib", "tests", "statement_html"),
    "samples",
)
_rendered = Kept[Any, SafeString](len, 16 << 20)


def statement_of(question: dict[str, Any], *, practice: bool) -> SafeString:
    """candidate/_statement.html of a messages.QuestionState. Whatever it shows is in its key."""
    shown = {name: question[name] for name in SHOWN}

    def render() -> SafeString:
        # The page has the title above the limits already.
        text = shown["statement_html"].removeprefix(f"<h1>{escape(shown['title'])}</h1>")
        context = {"question": {**shown, "statement_html": text}, "practice": practice}
        return render_to_string("candidate/_statement.html", context)

    samples = tuple(tuple(sample.items()) for sample in shown["samples"])
    return _rendered.get((practice, *tuple(shown.values())[:-1], samples), render)
