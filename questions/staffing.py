"""What the pages of staff share: refusals as messages, answers to dialogs, small pieces of safe HTML."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from executor.errors import Refusal

HIGHLIGHTED = 100_000  # characters; a longer source is shown plain
VERDICT_COLOURS = {
    "accepted": "success",
    "wrong_answer": "danger",
    "runtime_error": "danger",
    "compile_error": "danger",
    "internal_error": "info",
    "being judged": "default",
}  # every other verdict is a limit: "warning"


def refused(request: HttpRequest, refusal: Refusal) -> None:
    """Say why something was not done: one message, or one a field."""
    if not refusal.errors:
        messages.error(request, refusal.detail)
    for error in refusal.errors:
        messages.error(request, f"{error.field.replace('_', ' ').capitalize()}: {error.message}")


def dialog_done(url: str) -> HttpResponse:
    """The answer to a dialog that did its work: the page behind it goes to `url`."""
    return HttpResponse(headers={"HX-Redirect": url})


class RefusalsAsMessages:
    """For a ModelAdmin: a refusal of a service undoes the whole form and becomes a message, not an error page."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except Refusal as refusal:
            refused(request, refusal)
            return HttpResponseRedirect(request.get_full_path())


class ConfirmForm(BaseDialogForm):
    """A dialog that only asks whether."""


class ReasonForm(BaseDialogForm):
    """A dialog that asks why; what is given is written into the history."""

    reason = forms.CharField(
        max_length=300,
        label="Reason",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Kept in the history",
    )


def moment(at: datetime | None) -> SafeString | str:
    """A moment with its zone; "–" for none. Scripts show it in the reader's own zone."""
    if at is None:
        return "–"
    return format_html('<time datetime="{}">{} UTC</time>', at.isoformat(), f"{at:%Y-%m-%d %H:%M}")


def duration(span: timedelta | None) -> str:
    """ "1 h 05 min", "12 min", "40 s"; "–" for none."""
    if span is None:
        return "–"
    seconds = max(int(span.total_seconds()), 0)
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min" if minutes else f"{seconds} s"


def verdict_words(verdict: str) -> str:
    return verdict.replace("_", " ") or "being judged"


def verdict_colour(verdict: str) -> str:
    return VERDICT_COLOURS.get(verdict or "being judged", "warning")


def highlight(source: str, language: str) -> SafeString:
    """A source as HTML with line numbers, escaped; the colours stand in staff.css."""
    if len(source) > HIGHLIGHTED:
        return format_html('<pre class="plain-code">{}</pre>', source)
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    formatter = HtmlFormatter(cssclass="code", linenos="table", wrapcode=True)
    # Pygments escapes every token: what comes back is ours.
    return SafeString(pygments_highlight(source, lexer, formatter))
