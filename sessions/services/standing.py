"""What the server last knew of a session: enough to answer a beat without asking the database."""

from dataclasses import dataclass

from sessions.lifecycle import Sitting
from sessions.models import TestSession


@dataclass(frozen=True, slots=True)
class Standing:
    """As of the last read or write of the row; every save, beat and piece of news renews it."""

    sitting: Sitting
    holder: str = ""


def standing_of(session: TestSession) -> Standing:
    return Standing(sitting=session.sitting, holder=session.lease_holder)
