"""Cursor pagination: a page starts where the last one ended, however many rows came or went meanwhile."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet
from rest_framework.request import Request

from executor.errors import Invalid

Row = TypeVar("Row", bound=Model)
DEFAULT_LIMIT, MAX_LIMIT, MAX_CURSOR = 50, 200, 1000
_SALT = "coding-engine.cursor"


def limit_of(request: Request) -> int | None:
    """?limit=, 1 to 200; None where it is not given."""
    text = request.query_params.get("limit")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MAX_LIMIT:
        raise Invalid("limit", f"must be a whole number from 1 to {MAX_LIMIT}")
    return int(text)


def ordering_of(request: Request, allowed: tuple[str, ...]) -> str:
    """?ordering=, one of `allowed` or the same with a minus; the first of them where it is not given."""
    text = request.query_params.get("ordering")
    if text is None:
        return allowed[0]
    names = {name.removeprefix("-") for name in allowed}
    if text.removeprefix("-") not in names or text.startswith("--"):
        raise Invalid("ordering", f"must be one of {', '.join(sorted(names))}, with a minus in front for descending")
    return text


def page(
    request: Request, rows: QuerySet[Row], *, orderings: tuple[str, ...], limit: int | None = None
) -> tuple[list[Row], str | None]:
    """One page of `rows` and the URL of the next one (None after the last).

    `orderings` are columns that are never null; the primary key breaks ties.
    """
    ordering = ordering_of(request, orderings)
    limit = limit or limit_of(request) or DEFAULT_LIMIT
    descending, column = ordering.startswith("-"), ordering.removeprefix("-")
    rows = rows.order_by(ordering, "-pk" if descending else "pk")
    if text := request.query_params.get("cursor"):
        value, key = _read(text, ordering)
        beyond = "lt" if descending else "gt"
        rows = rows.filter(Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"pk__{beyond}": key}))
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], _next_url(request, _make(ordering, getattr(last, column), last.pk))


def _make(ordering: str, value: Any, key: Any) -> str:
    moment = isinstance(value, datetime)
    return signing.dumps([ordering, moment, value.isoformat() if moment else value, str(key)], salt=_SALT)


def _read(text: str, ordering: str) -> tuple[Any, str]:
    """What _make wrote. It is signed, so that what it holds always fits its column."""
    try:
        if len(text) > MAX_CURSOR or not text.isascii():
            raise ValueError
        made_for, moment, value, key = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, json.JSONDecodeError) as wrong:
        raise Invalid("cursor", "is not one that this list gave out") from wrong
    if made_for != ordering:
        raise Invalid("cursor", "belongs to another ordering of this list")
    return datetime.fromisoformat(value) if moment else value, key


def _next_url(request: Request, cursor: str) -> str:
    kept: Mapping[str, Any] = {**request.query_params.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(kept)}")
