"""Fields that take a JSON value of their own type and no other: 5 is not a text, "5" no number, true no 1."""

import math
import uuid
from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from executor.core.languages import LANGUAGES, canonical
from executor.core.text import check_text
from executor.errors import Invalid

INT32_MAX = 2**31 - 1
INT64_MAX = 2**63 - 1


class Text(serializers.CharField):
    """A text of one line, such as a name: white space around it goes."""

    default_error_messages = {"invalid": "must be a text"}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Exact(Text):
    """Code or data: every byte is kept but CRLF, which becomes LF. Empty is allowed."""

    def __init__(self, *, max_bytes: int | None = None, **kwargs: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(trim_whitespace=False, **{"allow_blank": True, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return check_text(self.field_name or "text", text, max_bytes=self.max_bytes)
        except Invalid as wrong:
            raise serializers.ValidationError(wrong.errors[0].message, code=wrong.code) from wrong


class Word(serializers.ChoiceField):
    """One of a few words. Labels are for people: only the values are taken."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class LanguageName(Text):
    """A language by its name or one of its aliases; gives the canonical name."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        name = canonical(text)
        if name is None:
            raise serializers.ValidationError(
                f"{text[:40]!r} is unknown; there are {', '.join(LANGUAGES)}", code="unknown_language"
            )
        return name


class Whole(serializers.IntegerField):
    """An integer that fits its column."""

    default_error_messages = {"invalid": "must be a whole number"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_value": INT32_MAX, "min_value": -INT32_MAX, **kwargs})

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Number(serializers.FloatField):
    """A finite number."""

    default_error_messages = {"invalid": "must be a number"}

    def to_internal_value(self, data: Any) -> float:
        if not isinstance(data, int | float) or isinstance(data, bool):
            self.fail("invalid")
        try:
            number = float(data)
        except OverflowError:
            self.fail("invalid")
        if not math.isfinite(number):
            self.fail("invalid")
        return number


class Flag(serializers.BooleanField):
    """true or false."""

    default_error_messages = {"invalid": "must be true or false"}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Identity(serializers.UUIDField):
    """A UUID as a text."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return uuid.UUID(str(super().to_internal_value(data)))


class Moment(serializers.DateTimeField):
    """A moment as ISO 8601 with its zone."""

    default_error_messages = {"naive_refused": "must carry a zone, such as 2026-05-01T09:00:00Z"}

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid", format="ISO 8601")
        return super().to_internal_value(value)

    def enforce_timezone(self, value: Any) -> Any:
        if value.tzinfo is None:
            self.fail("naive_refused")
        return super().enforce_timezone(value)


class Mapping(serializers.JSONField):
    """An object of any content."""

    default_error_messages = {"not_object": "must be an object"}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("not_object")
        return data


def texts(**kwargs: Any) -> serializers.ListField:
    """A list of texts of one line."""
    return StrictList(child=Text(), **kwargs)


class StrictList(serializers.ListField):
    """A JSON array, and neither a text nor an object that happens to be iterable."""

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return list(super().to_internal_value(data))


def words(values: Iterable[str], **kwargs: Any) -> Word:
    return Word(choices=[(value, value) for value in values], **kwargs)
