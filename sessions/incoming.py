"""What comes over a candidate's socket, read strictly: shapes, addresses, and how much of it there may be."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

CLIENT_ID = "at most 40 characters that can be printed"


def address_of(scope: Any, headers: dict[bytes, str]) -> str:
    """Where the connection comes from: the last proxy's word where we stand behind one."""
    forwarded = headers.get(b"x-forwarded-for", "") if settings.BEHIND_PROXY else ""
    client = scope.get("client") or ("", 0)
    found = forwarded.rsplit(",", 1)[-1].strip() or str(client[0])
    return "".join(c for c in found[:45] if c.isprintable())


class Allowance:
    """A few messages at once, and one a second in the long run: more is passed over unwritten."""

    MOST = 10.0

    def __init__(self) -> None:
        self._left, self._at = self.MOST, timezone.now()

    def take(self, now: datetime) -> bool:
        self._left = min(self.MOST, self._left + max((now - self._at).total_seconds(), 0.0))
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def uuid_of(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def client_of(value: Any) -> str | None:
    """The name of a tab; None where it is none."""
    fits = isinstance(value, str) and 0 < len(value) <= 40 and value.isprintable()
    return value if fits else None


def save_problem(message: dict[str, Any]) -> str:
    """What is wrong with the shape of a save; empty where nothing is."""
    for name in ("question", "language", "code", "client_id"):
        if not isinstance(message.get(name), str):
            return f"{name}: must be a text."
    for name in ("client_seq", "base_rev"):
        value = message.get(name)
        if type(value) is not int or not 0 <= value < 2**53:
            return f"{name}: must be a whole number from 0."
    if message["client_id"] and not client_of(message["client_id"]):
        return f"client_id: {CLIENT_ID}."
    return "" if uuid_of(message["question"]) else "question: must be the id of a question."
