"""The world of a random sitting: the real services on a real database, and what must be true of them after each step.

The oracle knows only what was acknowledged, and who asked for the pen; it never asks the rules that it checks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from executor.errors import Refusal
from sessions.lifecycle import Status, deadline_of, status_at
from sessions.models import Draft, Probe, Submission, TestSession, policy
from sessions.services import outages
from sessions.services.sitting import start_session

TABS = ("laptop", "second tab", "phone")
LANGUAGES = ("python", "javascript")
LAPSE = timedelta(seconds=45)
GRACE = timedelta(seconds=60)


class Tab:
    """A browser's tab: the page in it has a name of its own, which each reload makes anew."""

    def __init__(self, name: str) -> None:
        self.name, self.loads, self.seq, self.heard = name, 0, 0, 0
        self.revs: dict[str, int] = {}  # language → the revision that its text grew from

    @property
    def page(self) -> str:
        return f"{self.name}/{self.loads}"


@dataclass(frozen=True)
class Asked:
    """A page asked for the pen in this step. take: "continue here". before: the page that was in its tab."""

    page: str
    take: bool = False
    before: str = ""


@dataclass(frozen=True)
class Ended:
    """An attempt that was reopened: nothing of it may change any more."""

    session: tuple[Any, ...]
    drafts: list[tuple[str, str, int]]


class World(RuleBasedStateMachine):
    session_id: UUID
    question_id: UUID
    began: datetime
    steps: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.now = self.began
        self.tabs = {name: Tab(name) for name in TABS}
        self.acknowledged: dict[str, tuple[int, str]] = {}  # language → the newest (rev, text)
        self.late: dict[str, tuple[datetime, str]] = {}  # language → the newest text that was refused as too late
        self.submitted: set[UUID] = set()
        self.undecided = False  # staff were asked about a long outage
        self.left: dict[UUID, Ended] = {}
        self.asked: Asked | None = None  # for the pen, in this step
        self.letting_go = ""  # the page that said in this step that it goes away
        self.world = transaction.atomic()
        self.world.__enter__()

    def teardown(self) -> None:
        try:
            if hasattr(self, "seen"):
                self.nothing_is_missing()
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        outages.probe(now=self.now)
        start_session(session_id=self.session_id, now=self.now)
        self.seen = self.read()

    # --- how the database is read: one query for the session, one for its drafts ---

    def read(self) -> TestSession:
        given = Coalesce(Sum("adjustments__seconds"), 0)
        return TestSession.objects.annotate(given=given).get(id=self.session_id)

    def drafts(self, session_id: UUID | None = None, late: bool = False) -> dict[str, Draft]:
        found = Draft.objects.filter(entry__session_id=session_id or self.session_id, late=late, handed_in=False)
        return {draft.language: draft for draft in found}

    def up_for(self, seconds: int) -> None:
        """Time passes with a server that is up: of its probes, one in 10 s, only the last two are written here."""
        self.now += timedelta(seconds=seconds)
        if seconds > 10:
            Probe.objects.create(at=self.now - timedelta(seconds=10))
        outages.probe(now=self.now)

    def load(self, tab: Tab) -> None:
        """The page is made anew, and reads what is stored."""
        tab.loads, tab.seq, tab.heard = tab.loads + 1, 0, 0
        tab.revs = {language: rev for language, (rev, _) in self.acknowledged.items()}

    def over(self) -> bool:
        """Whether the session that was seen last has ended by now."""
        return status_at(self.seen.sitting, self.now, policy()).finalised_at is not None

    def refused(self, refusal: Refusal) -> str:
        """Only these three refusals are fair, each only where it is true; its code."""
        if refusal.code == "already_ended":
            assert self.over()
        elif refusal.code == "lease_elsewhere":
            assert self.asked and self.seen.lease_holder not in ("", self.asked.page)
        else:
            assert refusal.code == "conflict"
        self.outcomes[refusal.code] += 1
        return refusal.code

    def ended_as(self, session: TestSession) -> tuple[Any, ...]:
        return (session.status, session.started_at, session.ended_at, session.completion_method, session.finalised_at)

    # --- what holds after every step ---

    @invariant()
    def the_rules_hold(self) -> None:
        if not hasattr(self, "seen"):
            return
        before, session = self.seen, self.read()
        self.seen = session
        self.late_texts_count_where_time_was_given(session)
        self.no_acknowledged_save_is_lost()
        self.never_active_after_the_grace(session)
        self.the_deadline_follows_from_the_adjustments(session)
        if before.id == session.id:
            self.one_pen(before, session)
            self.the_end_is_final(before, session)
        self.asked, self.letting_go = None, ""

    def late_texts_count_where_time_was_given(self, session: TestSession) -> None:
        """Received before the end as it is now: whoever gave the time, the text is the draft (ADR 7)."""
        assert session.deadline
        end = session.finalised_at or session.deadline + GRACE
        for language in [language for language, (received_at, _) in self.late.items() if received_at < end]:
            _, text = self.late.pop(language)
            stored = self.drafts().get(language)
            assert stored is not None
            self.acknowledged[language] = (stored.rev, text)
            self.outcomes["late counted"] += 1

    def no_acknowledged_save_is_lost(self) -> None:
        if self.acknowledged:
            stored = {language: (draft.rev, draft.source) for language, draft in self.drafts().items()}
            assert stored == self.acknowledged

    def never_active_after_the_grace(self, session: TestSession) -> None:
        assert session.deadline
        if self.now >= session.deadline + GRACE:
            by_now = status_at(session.sitting, self.now, policy())
            assert by_now.status is not Status.ACTIVE
            assert by_now.finalised_at is not None

    def the_deadline_follows_from_the_adjustments(self, session: TestSession) -> None:
        assert session.started_at
        assert session.deadline == deadline_of(
            started_at=session.started_at,
            duration_minutes=session.duration_minutes,
            multiplier=session.time_multiplier,
            adjustments_seconds=session.given,  # type: ignore[attr-defined]  # annotated by read()
            hard_end_at=session.hard_end_at,
        )

    def one_pen(self, before: TestSession, session: TestSession) -> None:
        """The pen goes to nobody who did not ask, and out of no living hand but by "continue here"."""
        old, new = before.lease, session.lease
        if new.holder == old.holder:
            return
        if not new.holder:
            assert self.letting_go == old.holder
            return
        assert self.asked and self.asked.page == new.holder
        silent = old.seen_at is None or self.now - old.seen_at >= LAPSE
        assert not old.holder or self.asked.take or self.asked.before == old.holder or silent

    def the_end_is_final(self, before: TestSession, session: TestSession) -> None:
        """But for its date where the clock ended it: time that staff give moves what is late (ADR 7)."""
        if before.finalised_at:
            same = slice(0, 4) if session.deadline != before.deadline else slice(0, 5)
            assert self.ended_as(session)[same] == self.ended_as(before)[same]

    # --- what is read as a whole, now and then and at the end ---

    def nothing_is_missing(self) -> None:
        """Every submission, every text that came too late, every attempt before a reopening is there as it was."""
        attempts = [self.session_id, *self.left]
        there = Submission.objects.filter(session__in=attempts).values_list("id", flat=True)
        assert self.submitted <= set(there)
        kept = self.drafts(late=True)
        for language, (_, text) in self.late.items():
            assert kept[language].source == text
        for session_id, as_it_was in self.left.items():
            assert as_it_was == self.as_it_is(session_id)

    def as_it_is(self, session_id: UUID) -> Ended:
        session, drafts = TestSession.objects.get(id=session_id), self.drafts(session_id).values()
        return Ended(self.ended_as(session), sorted((each.language, each.source, each.rev) for each in drafts))
