"""JSON as we take it: UTF-8, no NaN, no NUL, no lone surrogates, of bounded depth and number of values."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from executor.errors import Invalid

MAX_DEPTH = 32
MAX_VALUES = 200_000
CHARSETS = {"utf-8", "utf8", "us-ascii", "ascii"}


class StrictJSONParser(BaseParser):
    """application/json. Whatever is wrong is an Invalid (400) that says where, or a 415."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        _check_charset(media_type or "")
        try:
            text = stream.read().decode()
        except UnicodeDecodeError as wrong:
            raise Invalid("body", f"is not valid UTF-8 (byte {wrong.start})", code="encoding") from wrong
        return parse_json(text)


class BeaconParser(StrictJSONParser):
    """text/plain with JSON in it: navigator.sendBeacon can send nothing else without asking first."""

    media_type = "text/plain"


def _check_charset(content_type: str) -> None:
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in CHARSETS:
            raise UnsupportedMediaType(content_type[:100], detail="The charset must be UTF-8.")


def parse_json(text: str) -> Any:
    """The value of a JSON text. Raises Invalid, naming the place where it is wrong."""
    if not text.strip():
        return {}
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Invalid("body", f"is nested deeper than {MAX_DEPTH} levels", code="too_deep") from None
    except json.JSONDecodeError as wrong:
        raise Invalid("body", f"is not JSON: {wrong.msg} at character {wrong.pos}", code="parse_error") from wrong
    except ValueError as wrong:  # a number of more digits than Python reads
        raise Invalid("body", "holds a number of too many digits", code="parse_error") from wrong
    _check(value)
    return value


def _no_constant(name: str) -> Any:
    raise Invalid("body", f"is not JSON: {name} is no value", code="parse_error")


def _check(value: Any) -> None:
    """Refuse what no database or client could take. No recursion: the depth is the caller's."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    count = 0
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            _check_text(path, value)
        elif isinstance(value, float):
            if not math.isfinite(value):
                raise Invalid(_dotted(path), "is a number that is too large", code="invalid")
        elif isinstance(value, dict | list):
            count += len(value)
            if len(path) >= MAX_DEPTH:
                raise Invalid(_dotted(path[:4]), f"is nested deeper than {MAX_DEPTH} levels", code="too_deep")
            if count > MAX_VALUES:
                raise Invalid("body", f"holds more than {MAX_VALUES:,} values", code="too_many")
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for key, item in items:
                if isinstance(key, str):
                    _check_text(path, key)
                waiting.append(((*path, key), item))


def _check_text(path: tuple[str | int, ...], text: str) -> None:
    if "\x00" in text:
        raise Invalid(_dotted(path), "must not contain a NUL character", code="nul")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Invalid(
                _dotted(path), "must be valid Unicode text (a lone surrogate stands in it)", code="unicode"
            ) from None


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step)[:60] for step in path) or "body"
