"""Markdown from recruiters as HTML that is safe to show to candidates."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    *("a", "abbr", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img"),
    *("kbd", "li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
SCHEMES = {"http", "https", "mailto", "data"}
PICTURES = ("data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;")

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=256)
def render_markdown(text: str) -> str:
    """Sanitised HTML of a Markdown text. HTML in the text is shown as text, never kept.

    Links open in a tab of their own, so that nobody loses a running test. Pictures are those of our own
    server or inline ones: a foreign one would tell its server who reads the statement, and when.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        # Columns are aligned by an inline style, which the page's policy does not let through.
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs["align"] = str(token.attrs.pop("style")).removeprefix("text-align:")
    return nh3.clean(
        str(_parser.renderer.render(tokens, _parser.options, {})),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value to keep, None to drop the attribute."""
    if name == "src":
        own = value.startswith("/") and not value.startswith(("//", "/\\"))
        return value if own or value.lower().startswith(PICTURES) else None
    if name == "href":
        return None if value.strip().lower().startswith("data:") else value
    if name == "class":
        language = value.removeprefix("language-")
        return value if tag == "code" and language != value and language.replace("-", "").isalnum() else None
    return value
