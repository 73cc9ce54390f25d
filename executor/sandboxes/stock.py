"""The books of the pool: which boxes wait, whose each is, what all weigh, and which are wanted ahead.

No threads and no clock: the pool calls it under its own lock and gives the time in seconds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Box, Compiled
from executor.sandboxes.memory import weight


@dataclass(slots=True, eq=False)
class Kept:
    """A box of the pool's. tenant None: nobody's yet. limits: what it was last made ready for."""

    box: Box
    language: str
    limits: Limits
    ceiling_mib: int
    tenant: str | None = None
    since: float = 0.0  # when it came back, or was opened
    compiled: dict[bytes, Compiled] = field(default_factory=dict)  # by SHA-256 of the source

    @classmethod
    def opened(cls, box: Box, language: str, limits: Limits) -> Self:
        """A box that was opened with `limits`: its ceiling is theirs or the compile's."""
        return cls(box, language, limits, max(limits.memory_mib, COMPILE_LIMITS.memory_mib))

    def fits(self, language: str, limits: Limits) -> bool:
        return self.language == language and limits.memory_mib <= self.ceiling_mib


class Stock:
    """Idle boxes within a budget of memory and, where `most` is not 0, of number.

    ahead: how many boxes of nobody's wait per language that is wanted. A language is wanted when it is one of
    `always` (with the limits that its boxes are made ready for) or was asked for within the last `idle_seconds`.
    """

    def __init__(
        self, *, budget_mib: int, most: int, ahead: int, always: Mapping[str, Limits], idle_seconds: float
    ) -> None:
        self.idle: list[Kept] = []  # longest idle first
        self.busy_mib = self.busy_boxes = 0  # lent or being opened
        self._most = most
        self._budget_mib, self._ahead, self._idle_seconds = budget_mib, ahead, idle_seconds
        self._usual = dict(always)
        self._always = frozenset(always)
        self._asked: dict[str, float] = {}

    def asked(self, language: str, limits: Limits, now: float) -> None:
        """Somebody asks for a box: what is opened ahead from now on is made ready for the same."""
        self._usual[language], self._asked[language] = limits, now

    def matching(self, language: str, limits: Limits, tenant: str) -> list[Kept]:
        """The idle boxes that will do, best first: his own, then nobody's; ready for these limits; last used."""
        found = [one for one in reversed(self.idle) if one.tenant in (tenant, None) and one.fits(language, limits)]
        return sorted(found, key=lambda one: (one.tenant is None, one.limits != limits))

    def lend(self, mib: int) -> None:
        """One more is lent or being opened, and weighs this."""
        self.busy_mib += mib
        self.busy_boxes += 1

    def end(self, mib: int) -> None:
        self.busy_mib -= mib
        self.busy_boxes -= 1

    def has_room(self, mib: int) -> bool:
        """Whether that much more fits, as things are."""
        return self._fits(mib, 0, [])

    def make_room(self, mib: int, spared: Kept | None = None) -> list[Kept] | None:
        """Who must go, longest idle first, so that `mib` more fit; None: it does not help. They are off the books.

        spared: the idle box that is to be lent; None: it will be a new one. While nothing is lent there is always room.
        """
        boxes = 0 if spared else 1
        victims = self._victims(mib, boxes, [one for one in self.idle if one is not spared])
        return self._off(victims) if self._fits(mib, boxes, victims) or not self.busy_boxes else None

    def make_room_ahead(self, mib: int) -> list[Kept] | None:
        """The same for a new box of nobody's, for which no other of those goes."""
        victims = self._victims(mib, 1, [one for one in self.idle if one.tenant is not None])
        return self._off(victims) if self._fits(mib, 1, victims) else None

    def stale(self, now: float) -> list[Kept]:
        """Those that have been idle too long, taken off the books."""
        return self._off(
            [one for one in self.idle if now - one.since >= self._idle_seconds and not self._waits(one, now)]
        )

    def dead(self) -> list[Kept]:
        """Those whose agent has gone, taken off the books."""
        return self._off([one for one in self.idle if not one.box.alive()])

    def short(self, now: float) -> tuple[str, Limits] | None:
        """A language of which fewer boxes than `ahead` wait for anybody, and the limits to open one with."""
        for language in self._wanted(now):
            limits = self._usual[language]
            if sum(one.tenant is None and one.fits(language, limits) for one in self.idle) < self._ahead:
                return language, limits
        return None

    def forget(self, language: str) -> None:
        """It cannot be opened here: none is wanted ahead until somebody asks again."""
        self._asked.pop(language, None)
        self._always -= {language}

    def _waits(self, one: Kept, now: float) -> bool:
        """Whether it is among the boxes that wait for whoever comes: time does not make it useless."""
        if one.tenant is not None or one.language not in self._wanted(now):
            return False
        newer = [other for other in self.idle if other.tenant is None and other.language == one.language]
        return one in newer[-self._ahead :] if self._ahead else False

    def _wanted(self, now: float) -> Iterator[str]:
        recent = (language for language, at in self._asked.items() if now - at < self._idle_seconds)
        return iter(dict.fromkeys([*self._always, *recent]))

    def _victims(self, mib: int, boxes: int, among: list[Kept]) -> list[Kept]:
        victims: list[Kept] = []
        for one in among:
            if self._fits(mib, boxes, victims):
                break
            victims.append(one)
        return victims

    def _fits(self, mib: int, boxes: int, without: list[Kept]) -> bool:
        """Whether so much, in so many boxes, fits besides all that there is but `without`."""
        boxes += self.busy_boxes + len(self.idle) - len(without)
        mib += self._used() - sum(weight(one.language) for one in without)
        return mib <= self._budget_mib and (not self._most or boxes <= self._most)

    def _off(self, boxes: list[Kept]) -> list[Kept]:
        for one in boxes:
            self.idle.remove(one)
        return boxes

    def _used(self) -> int:
        return self.busy_mib + sum(weight(one.language) for one in self.idle)
