"""How each answer was written: every save as a small delta, bounded, so that the writing can be replayed later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from sessions.edits import Splice, applied, splice
from sessions.models import Draft, DraftEdit

MOST_EDITS = 2000  # of one draft: five hours of a save in ten seconds
MOST_CHARACTERS = 2 * 1024 * 1024  # of one draft, together
WHOLE_EVERY = 100  # a row with the whole text, so that one lost row loses little
LOOK_EVERY = 50  # how often the bounds are looked at


@dataclass(frozen=True, slots=True)
class Version:
    rev: int
    at: datetime
    text: str


def record(saved: Sequence[tuple[Draft, str]]) -> None:
    """Drafts as they have just been written, each with the text before it. In the transaction of the write."""
    DraftEdit.objects.bulk_create([_edit(draft, before) for draft, before in saved])
    for draft, _ in saved:
        if draft.rev % LOOK_EVERY == 0:
            _thin(draft)


def whole(draft: Draft) -> None:
    """A text that did not grow from the draft's last one: copied, or taken over. The history goes on from it."""
    DraftEdit.objects.create(draft=draft, rev=draft.rev, at=draft.saved_at, inserted=draft.source)


def versions(draft: Draft) -> Iterator[Version]:
    """Every version that is kept, oldest first. One that cannot be rebuilt, because a row before it is not there, is
    passed over until the next whole text."""
    text: str | None = None
    last = 0
    for edit in DraftEdit.objects.filter(draft=draft).order_by("rev").iterator():
        if edit.start is None:
            text = edit.inserted
        elif text is not None and edit.grew_from == last:
            text = applied(text, Splice(edit.start, edit.removed, edit.inserted))
        else:
            text = None
        last = edit.rev
        if text is not None:
            yield Version(edit.rev, edit.at, text)


def purge(*, before: datetime) -> int:
    """Forget how answers were written in sessions that ended before. Their last texts stay. Returns how many rows."""
    return DraftEdit.objects.filter(draft__entry__session__finalised_at__lt=before).delete()[0]


def kept_until(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _edit(draft: Draft, before: str) -> DraftEdit:
    if draft.rev == 1 or draft.rev % WHOLE_EVERY == 0:
        return DraftEdit(draft=draft, rev=draft.rev, at=draft.saved_at, inserted=draft.source)
    change = splice(before, draft.source)
    return DraftEdit(
        draft=draft,
        rev=draft.rev,
        at=draft.saved_at,
        grew_from=draft.rev - 1,
        start=change.start,
        removed=change.removed,
        inserted=change.inserted,
    )


def _thin(draft: Draft) -> None:
    """Beyond a bound every second version goes, the newest stays: the writing stays visible, only coarser."""
    while _over(draft):
        found = list(versions(draft))
        kept = found[-1:-2:-1] if len(found) < 3 else found[::-1][::2]
        with transaction.atomic():
            DraftEdit.objects.filter(draft=draft).delete()
            DraftEdit.objects.bulk_create(_deltas(draft, kept[::-1]))
        if len(kept) == 1:
            return


def _over(draft: Draft) -> bool:
    edits = DraftEdit.objects.filter(draft=draft)
    return edits.count() > MOST_EDITS or (edits.aggregate(n=Sum(Length("inserted")))["n"] or 0) > MOST_CHARACTERS


def _deltas(draft: Draft, kept: list[Version]) -> Iterator[DraftEdit]:
    previous: Version | None = None
    for version in kept:
        change = splice(previous.text, version.text) if previous else Splice(0, 0, version.text)
        yield DraftEdit(
            draft=draft,
            rev=version.rev,
            at=version.at,
            grew_from=previous.rev if previous else None,
            start=change.start if previous else None,
            removed=change.removed,
            inserted=change.inserted,
        )
        previous = version
