"""Ten thousand random steps over the real services and a real database: tabs that save, reload, take over and vanish,
staff, the sweeper, outages of ours, a clock that jumps. Whatever comes in whatever order, the rules hold:
never active after the deadline and the grace, no acknowledged save lost, never two holders of the pen."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from executor.errors import Conflict
from sessions.models import Outage, TestSession
from sessions.services import outages, staff
from sessions.services.sweeping import LAG, sweep
from sessions.tests.random_acts import CandidateActs
from sessions.tests.random_world import GRACE

pytestmark = pytest.mark.django_db
STEPS = 10_000
WALKS = settings(
    max_examples=20,
    stateful_step_count=60,
    deadline=None,
    derandomize=False,  # also where Hypothesis sees a CI: other walks each time, and each time around the loop
    phases=[Phase.generate],  # shrinking sixty steps takes minutes, and they can be read as they are
    suppress_health_check=list(HealthCheck),
)


class RandomSitting(CandidateActs):
    @rule(seconds=st.sampled_from([0, 1, 5, 20, 44, 46, 61, 130, 400, 601, 1800]))
    def time_passes(self, seconds: int) -> None:
        self.steps["time"] += 1
        self.up_for(seconds)

    @rule(beyond=st.sampled_from([-1, 0, 1, 59, 60, 61]))
    def the_end_comes(self, beyond: int) -> None:
        """To the seconds around the deadline and the grace, where rules meet."""
        self.steps["the end"] += 1
        assert self.seen.deadline
        until = self.seen.deadline + timedelta(seconds=beyond)
        if timedelta(0) < until - self.now < timedelta(minutes=20):
            self.up_for(int((until - self.now).total_seconds()))

    @rule(seconds=st.sampled_from([-3600, -60, -1]))
    def clock_is_set_back(self, seconds: int) -> None:
        self.steps["clock"] += 1
        self.now = max(self.now + timedelta(seconds=seconds), self.began)

    @rule(seconds=st.sampled_from([31, 120, 1000, 2000]))
    def we_are_away(self, seconds: int) -> None:
        """Given back at the start before anything else; above half an hour staff are asked."""
        self.steps["outage"] += 1
        before = self.seen
        self.now += timedelta(seconds=seconds)
        found = outages.probe(now=self.now)
        if found and found.state == Outage.State.ASKED:
            self.undecided = True
        elif found and found.state == Outage.State.OPEN:
            outages.give_back(now=self.now)
            after = self.read()
            assert before.started_at and before.deadline and after.deadline
            ran = before.started_at < self.now and found.began < before.deadline + GRACE
            hit = ran and not before.finalised_at
            assert (after.deadline > before.deadline) == hit

    @rule()
    def sweep_up(self) -> None:
        self.steps["sweep"] += 1
        sweep(now=self.now)
        session = self.read()
        assert session.deadline
        if not self.undecided and not outages.away(now=self.now) and self.now >= session.deadline + GRACE + LAG:
            assert session.finalised_at is not None

    @precondition(lambda self: self.undecided)
    @rule(give=st.booleans())
    def staff_decide(self, give: bool) -> None:
        for outage in Outage.objects.filter(state=Outage.State.ASKED):
            if give:
                outages.give(outage=outage, actor=None, now=self.now)
            else:
                outages.decide(outage=outage, state=Outage.State.DISMISSED, actor=None, now=self.now)
        self.undecided = False

    @rule(minutes=st.sampled_from([-20, 5, 30]))
    def staff_give_time(self, minutes: int) -> None:
        """Also after the end: then what was late may come to count."""
        self.steps["time given"] += 1
        staff.adjust(session_id=self.session_id, seconds=60 * minutes, reason="noise", actor=None, now=self.now)

    @rule()
    def staff_give_back_what_the_network_took(self) -> None:
        self.steps["network"] += 1
        before = self.seen.deadline
        try:
            after = staff.give_back_network(session_id=self.session_id, actor=None, now=self.now)
        except Conflict as refused:
            assert refused.code == "nothing_owed"
        else:
            assert before and after.deadline and after.deadline > before
            self.outcomes["given back"] += 1

    @rule(text=st.sampled_from(["Ten minutes left.", "Question 2 has a mistake."]))
    def staff_write(self, text: str) -> None:
        self.steps["message"] += 1
        try:
            staff.send_message(session_id=self.session_id, text=text, reason="noise", actor=None, now=self.now)
        except Conflict as refused:
            assert refused.code == "not_running" and self.over()

    @rule(chance=st.integers(0, 9))
    def staff_end_or_reopen(self, chance: int) -> None:
        """One that has ended goes on as another attempt, with the work of the old one."""
        self.steps["end or reopen"] += 1
        if self.over() and not self.undecided and chance < 5:
            old = self.session_id
            new = staff.reopen(session_id=old, reason="noise", actor=None, now=self.now)
            self.left[old] = self.as_it_is(old)
            self.session_id = new.id
            self.late.clear()  # it stays with the old attempt
            self.acknowledged = {language: (draft.rev, draft.source) for language, draft in self.drafts().items()}
            assert {language: text for language, (_, text) in self.acknowledged.items()} == self._texts_of(old)
            for tab in self.tabs.values():
                self.load(tab)
            self.outcomes["reopened"] += 1
        elif chance == 0 and not self.over():
            staff.end(session_id=self.session_id, reason="noise", actor=None, now=self.now)

    def _texts_of(self, session_id: Any) -> dict[str, str]:
        return {language: draft.source for language, draft in self.drafts(session_id).items()}


def test_the_rules_hold_over_ten_thousand_steps(invited: TestSession, question: Any, now: Any) -> None:
    world = {"session_id": invited.id, "question_id": question.id, "began": now}
    steps: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    machine: Any = type("Sitting", (RandomSitting,), {**world, "steps": steps, "outcomes": outcomes})
    while steps.total() < STEPS:  # a sitting may be shorter than it could be: they are counted
        run_state_machine_as_test(machine, settings=WALKS)
    print(dict(steps), dict(outcomes), sep="\n")  # noqa: T201  # for who looks at a failure, or with -s
    # Each kind of event did happen, and each common kind of answer was given; how often is chance.
    assert len(steps) == 17
    assert outcomes.keys() >= {
        "saved",
        "handed in",
        "judged",
        "conflict",
        "lease_elsewhere",
        "already_ended",
        "reopened",
    }
