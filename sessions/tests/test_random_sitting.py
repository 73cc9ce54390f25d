"""Random sittings over the real services and a real database: tabs that save, reload, take over and vanish, staff, the
sweeper, outages of ours, a clock that jumps. Whatever comes in whatever order, the rules of the sitting hold."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from executor.errors import Conflict
from sessions.lease import letting_go
from sessions.lifecycle import Method, Status, frozen_from, status_at
from sessions.models import Draft, TestSession, policy
from sessions.services import outages, sitting, staff
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.leasing import LeaseElsewhere, claim_lease
from sessions.services.sweeping import sweep

pytestmark = pytest.mark.django_db
TABS = st.sampled_from(["laptop", "second tab", "phone"])
MOST_STEPS = 50


class Tab:
    """A browser's tab: the page in it has a name of its own, which each reload makes anew."""

    def __init__(self, name: str) -> None:
        self.name, self.loads, self.seq, self.rev = name, 0, 0, 0

    @property
    def page(self) -> str:
        return f"{self.name}/{self.loads}"


class RandomSitting(RuleBasedStateMachine):
    session_id: Any
    question_id: Any
    began: datetime
    steps: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.now = self.began
        self.tabs = {name: Tab(name) for name in ("laptop", "second tab", "phone")}
        self.acknowledged: dict[int, str] = {}  # rev → text
        self.texts = 0
        self.world = transaction.atomic()
        self.world.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def session(self) -> TestSession:
        return TestSession.objects.get(id=self.session_id)

    def count(self, what: str) -> None:
        self.steps[what] += 1

    # --- what happens ---

    @initialize()
    def start(self) -> None:
        outages.probe(now=self.now)
        sitting.start_session(session_id=self.session_id, now=self.now)

    @rule(seconds=st.sampled_from([0, 1, 5, 20, 44, 46, 130, 400, 601]))
    def time_passes(self, seconds: int) -> None:
        """With a server that is up: it says so every 10 s."""
        self.count("time")
        for passed in range(0, seconds, 10):
            outages.probe(now=self.now + timedelta(seconds=passed))
        self.now += timedelta(seconds=seconds)
        outages.probe(now=self.now)

    @rule(seconds=st.sampled_from([-3600, -60, -1]))
    def clock_is_set_back(self, seconds: int) -> None:
        self.count("clock")
        self.now += timedelta(seconds=seconds)
        self.now = max(self.now, self.began)

    @rule(seconds=st.sampled_from([31, 120, 1000, 2000]))
    def we_are_away(self, seconds: int) -> None:
        self.count("outage")
        before = self.session()
        self.now += timedelta(seconds=seconds)
        found = outages.probe(now=self.now)
        if found and found.state == "open":
            outages.give_back(now=self.now)
            after = self.session()
            if not before.finalised_at and before.deadline and found.began < before.deadline:
                assert after.deadline and after.deadline > before.deadline

    @rule(tab=TABS, fresh=st.booleans(), again=st.booleans())
    def save(self, tab: str, fresh: bool, again: bool) -> None:
        """fresh: it grew from what is stored. again: the answer was lost, so it is sent twice."""
        self.count("save")
        at, session = self.tabs[tab], self.session()
        stored = Draft.objects.filter(entry__session=session, late=False).first()
        base = stored.rev if fresh and stored else at.rev
        at.seq, self.texts = at.seq + 1, self.texts + 1
        text = f"text {self.texts}"
        for _ in range(2 if again else 1):
            self._save_once(at, text, base, session)

    def _save_once(self, at: Tab, text: str, base: int, session: TestSession) -> None:
        ended = status_at(session.sitting, self.now, policy()).finalised_at is not None
        holder = session.lease_holder
        try:
            draft = save_draft(
                session_id=self.session_id,
                question_id=self.question_id,
                language="python",
                code=text,
                client_id=at.page,
                client_seq=at.seq,
                base_rev=base,
                received_at=self.now,
            )
        except LeaseElsewhere:
            assert holder not in ("", at.page)
        except DraftConflict as conflict:
            assert conflict.draft.client_id != at.page
            assert conflict.draft.rev != base
        except Conflict as refused:
            assert refused.code == "already_ended" and ended
        else:
            after = (
                self.session().lease_holder
            )  # who writes holds the pen; the page that has just let go writes its last
            assert after == at.page or (after == "" and letting_go(session.lease, self.now))
            assert draft.source == text
            assert draft.rev not in self.acknowledged or self.acknowledged[draft.rev] == text
            self.acknowledged[draft.rev], at.rev = text, draft.rev

    @rule(tab=TABS, take=st.booleans())
    def claim(self, tab: str, take: bool) -> None:
        self.count("claim")
        page = self.tabs[tab].page
        try:
            holder = claim_lease(session_id=self.session_id, client_id=page, take=take, now=self.now).lease_holder
        except Conflict:
            return
        assert holder == page or not take

    @rule(tab=TABS, beacon=st.booleans())
    def reload(self, tab: str, beacon: bool) -> None:
        """beacon: the page could say that it went away."""
        self.count("reload")
        at = self.tabs[tab]
        before = at.page
        if beacon:
            self._leave(before)
        at.loads, at.seq = at.loads + 1, 0
        stored = Draft.objects.filter(entry__session_id=self.session_id, late=False).first()
        at.rev = stored.rev if stored else 0
        held = self.session().lease_holder
        try:
            after = claim_lease(session_id=self.session_id, client_id=at.page, before=before, now=self.now)
        except Conflict:
            return
        assert (after.lease_holder == at.page) or held not in ("", before)

    def _leave(self, page: str) -> None:
        try:
            sitting.abandon(session_id=self.session_id, method=Method.TAB_CLOSE, now=self.now, client_id=page)
        except Conflict:
            return
        assert self.session().lease_holder != page

    @rule(tab=TABS)
    def beat(self, tab: str) -> None:
        self.count("beat")
        page, held = self.tabs[tab].page, self.session().lease_holder
        try:
            after = sitting.seen(session_id=self.session_id, now=self.now, client_id=page)
        except Conflict:
            return
        assert after.lease_holder == held  # a beat moves nobody's pen

    @rule()
    def sweep_up(self) -> None:
        self.count("sweep")
        sweep(now=self.now)

    @rule(minutes=st.sampled_from([-20, 5, 30]))
    def staff_give_time(self, minutes: int) -> None:
        self.count("staff")
        before = self.session()
        if status_at(before.sitting, self.now, policy()).finalised_at is None:
            staff.adjust(session_id=self.session_id, seconds=60 * minutes, reason="noise", actor=None, now=self.now)

    @rule(chance=st.integers(0, 29))
    def finish(self, chance: int) -> None:
        self.count("finish")
        if chance == 0:
            try:
                sitting.complete(session_id=self.session_id, method=Method.MANUAL, now=self.now)
            except Conflict:
                assert status_at(self.session().sitting, self.now, policy()).finalised_at

    # --- what holds ---

    @invariant()
    def no_acknowledged_save_is_lost(self) -> None:
        if self.acknowledged:
            draft = Draft.objects.get(entry__session_id=self.session_id, late=False)
            assert draft.rev == max(self.acknowledged)
            assert draft.source == self.acknowledged[draft.rev]

    @invariant()
    def never_active_after_the_grace(self) -> None:
        if self.acknowledged or self.steps:
            sitting_now = status_at(self.session().sitting, self.now, policy())
            end = frozen_from(sitting_now, policy())
            if end and self.now >= end:
                assert sitting_now.status is not Status.ACTIVE
                assert sitting_now.finalised_at is not None


def test_the_rules_hold_in_every_random_sitting(invited: TestSession, question: Any, now: datetime) -> None:
    world = {"session_id": invited.id, "question_id": question.id, "began": now, "steps": Counter()}
    machine: Any = type("Sitting", (RandomSitting,), world)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=MOST_STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    steps = machine.steps
    assert steps.total() >= 1_500
    assert len(steps) == 10  # each kind of event did happen; how often is chance
