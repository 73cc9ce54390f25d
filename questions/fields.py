"""Form fields of the admin: texts kept to the byte, lists of words, choices of languages, factors by language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from executor.core.languages import LANGUAGES
from questions.content import languages_problem, multipliers_problem, tags_problem
from questions.models import LANGUAGE_CHOICES

EDITABLE = 20_000  # characters; a longer text is shown as an excerpt and replaced by a file
EXCERPT = 600
MAX_UPLOAD = 16 * 1024 * 1024


class CodeArea(UnfoldAdminTextareaWidget):
    """A monospace textarea for code and data. A very long text is shown as an excerpt that is not sent back."""

    def __init__(self, rows: int = 4, *, prose: bool = False) -> None:
        attrs = {"class": "code-area", "rows": rows, "autocomplete": "off"}
        super().__init__(attrs if prose else {**attrs, "spellcheck": "false", "wrap": "off"})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        text = str(value or "")
        if len(text) <= EDITABLE:
            # A textarea swallows one line end at its start.
            kept = f"\n{text}" if text.startswith("\n") else value
            return SafeString(super().render(name, kept, attrs, renderer))
        return format_html(
            '<div class="text-excerpt"><p>{} characters, {} lines. Upload a file to replace it. It begins:</p>'
            "<pre>{}…</pre></div>",
            f"{len(text):,}",
            f"{text.count(chr(10)):,}",
            text[:EXCERPT],
        )


class ExactTextField(forms.CharField):
    """Text as it was written: nothing stripped, line ends LF. Not sent at all means: left as it was."""

    def __init__(self, *, rows: int = 4, prose: bool = False, **kwargs: Any) -> None:
        widget = CodeArea(rows, prose=prose)
        super().__init__(strip=False, required=kwargs.pop("required", False), widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and self.to_python(data) != (initial or "")


class TextFileField(forms.FileField):
    """A file of UTF-8 text, given instead of typing. Cleans to the text, LF line ends; None where none was chosen."""

    def __init__(self, label: str) -> None:
        super().__init__(required=False, label=label, widget=UnfoldAdminFileFieldWidget, allow_empty_file=True)

    def clean(self, data: Any, initial: Any = None) -> str | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > MAX_UPLOAD:
            raise ValidationError(f"A test takes at most {MAX_UPLOAD // 1024 // 1024} MiB.")
        try:
            text: str = upload.read().decode("utf-8")
        except UnicodeDecodeError as wrong:
            raise ValidationError(f"This file is not UTF-8 text (byte {wrong.start}).") from wrong
        if "\x00" in text:
            raise ValidationError("This file contains a NUL character.")
        return text.replace("\r\n", "\n").replace("\r", "\n")


class TagsField(forms.CharField):
    """A list of words, typed with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=UnfoldAdminTextInputWidget, help_text="Words, with commas between them", **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = (" ".join(word.split()) for word in str(value or "").split(","))
        return list(dict.fromkeys(word for word in words if word))

    def validate(self, value: Any) -> None:
        if wrong := tags_problem(value):
            raise ValidationError(wrong)

    def run_validators(self, value: Any) -> None:
        """Those of CharField are for text."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class LinesField(ExactTextField):
    """A list of texts, one a line; empty lines go, and so does white space around each."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in str(super().clean(value)).split("\n"))
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and self.clean(data) != (initial or [])


class LanguagesField(forms.MultipleChoiceField):
    """Check boxes; none ticked offers all languages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            choices=LANGUAGE_CHOICES,
            widget=UnfoldAdminCheckboxSelectMultipleWidget,
            help_text="None ticked offers all of them",
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        if wrong := languages_problem(chosen):
            raise ValidationError(wrong)
        return [name for name in LANGUAGES if name in chosen]


class _FactorsWidget(forms.MultiWidget):
    """One small number box a language, each with its label."""

    def __init__(self) -> None:
        super().__init__([UnfoldAdminDecimalFieldWidget() for _ in LANGUAGES])

    def decompress(self, value: Any) -> list[Any]:
        return [value.get(name) for name in LANGUAGES] if isinstance(value, dict) else [None] * len(LANGUAGES)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        values: Sequence[Any] = value if isinstance(value, list) else self.decompress(value)
        boxes = (
            (
                f"id_{name}_{at}",
                row.label,
                widget.render(
                    f"{name}_{at}", values[at], {"id": f"id_{name}_{at}", "placeholder": "1", "step": "any"}, renderer
                ),
            )
            for at, (row, widget) in enumerate(zip(LANGUAGES.values(), self.widgets, strict=True))
        )
        parts = format_html_join("", '<label for="{}"><span>{}</span>{}</label>', boxes)
        return format_html('<div class="factors">{}</div>', parts)


class MultipliersField(forms.MultiValueField):
    """CPU time factors by language, as a dict; empty boxes and 1 are left out."""

    def __init__(self, **kwargs: Any) -> None:
        boxes = [forms.FloatField(required=False) for _ in LANGUAGES]
        super().__init__(fields=boxes, required=False, require_all_fields=False, widget=_FactorsWidget(), **kwargs)

    def compress(self, data_list: Any) -> dict[str, float]:
        pairs = zip(LANGUAGES, data_list or [], strict=False)
        factors = {name: factor for name, factor in pairs if factor is not None and factor != 1}
        if wrong := multipliers_problem(factors):
            raise ValidationError(wrong)
        return factors
