"""What candidates are shown of a recruiter's Markdown: formatted, and harmless."""

from html.parser import HTMLParser

import pytest

from questions.markdown import render_markdown


def test_formats_what_statements_use() -> None:
    html = render_markdown("# Title\n\nSome **bold** `code`.\n\n- one\n- two\n\n```python\nx < 1\n```\n")
    assert "<h1>Title</h1>" in html
    assert "<strong>bold</strong>" in html
    assert "<li>one</li>" in html
    assert '<pre><code class="language-python">x &lt; 1\n</code></pre>' in html


def test_keeps_the_alignment_of_table_columns_without_inline_style() -> None:
    html = render_markdown("| a | b |\n|--:|:-:|\n| 1 | 2 |\n")
    assert '<td align="right">1</td>' in html
    assert '<th align="center">b</th>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        '```x" onmouseover="alert(1)\ncode\n```',
        "<https://a.b/\"onmouseover='alert(1)'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    ],
)
def test_lets_no_script_through(text: str) -> None:
    read = _Elements(render_markdown(text))
    for tag, attributes in read.found:
        assert tag not in {"script", "iframe", "svg", "style", "object", "embed", "form"}
        for name, value in attributes:
            assert not name.startswith("on")
            assert name != "srcdoc"
            assert not value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))


class _Elements(HTMLParser):
    """What a browser would find in a text: [(tag, [(attribute, value)])]."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value or "") for name, value in attrs]))


def test_shows_pictures_of_our_own_only() -> None:
    """A foreign picture would tell its server who reads the statement."""
    html = render_markdown(
        "![own](/static/a.png) ![inline](data:image/png;base64,AAAA) "
        "![foreign](https://tracker.example/a.png) ![sneaky](//tracker.example/a.png) ![back](/\\tracker.example/a.png)"
    )
    assert 'src="/static/a.png"' in html
    assert 'src="data:image/png;base64,AAAA"' in html
    assert "tracker" not in html.replace('src="/%5Ctracker', "")  # a path of our own: the backslash is escaped


def test_opens_links_beside_the_test() -> None:
    html = render_markdown("[x](https://example.org/)")
    assert '<a href="https://example.org/" target="_blank" rel="noopener noreferrer">' in html


def test_gives_nothing_a_name_that_could_shadow_the_pages_own() -> None:
    read = _Elements(render_markdown('# forms\n\n<b id="deadline" name="x">a</b> [a](/b "c")'))
    assert {name for _, attributes in read.found for name, _ in attributes} == {"href", "title", "target", "rel"}
