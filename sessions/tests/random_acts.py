"""What the candidate's tabs and devices do in a random sitting; over HTTP and over the socket alike."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from executor.core.judge import judge
from executor.errors import Busy, Conflict, Refusal
from executor.queue import claim, record
from executor.services import cases_of, job_of
from executor.tests.fakes import FakeSandbox, outcome
from sessions import selectors
from sessions.lease import letting_go
from sessions.lifecycle import Method, Status, status_at
from sessions.models import policy
from sessions.services import sitting
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.leasing import claim_lease
from sessions.services.pulse import Beat, beat_many
from sessions.services.saving import Save, save_many
from sessions.services.submitting import run_samples, submit
from sessions.tests.random_world import LANGUAGES, TABS, Asked, Tab, World

tabs = st.sampled_from(TABS)
languages = st.sampled_from(LANGUAGES)


class CandidateActs(World):
    texts = 0

    @rule(tab=tabs, language=languages, fresh=st.booleans(), again=st.booleans())
    def save_over_the_socket(self, tab: str, language: str, fresh: bool, again: bool) -> None:
        self.save(tab, language, fresh, again, socket=True)

    @rule(tab=tabs, language=languages, fresh=st.booleans(), again=st.booleans())
    def save_over_http(self, tab: str, language: str, fresh: bool, again: bool) -> None:
        self.save(tab, language, fresh, again, socket=False)

    def save(self, tab: str, language: str, fresh: bool, again: bool, *, socket: bool) -> None:
        """fresh: it grew from what is stored. again: the answer was lost, so it is sent twice."""
        self.steps["save"] += 1
        at, stored = self.tabs[tab], self.acknowledged.get(language, (0, ""))[0]
        base = stored if fresh else at.revs.get(language, 0)
        at.seq, self.texts = at.seq + 1, self.texts + 1
        text, self.asked = f"text {self.texts}\n", Asked(at.page)
        save = Save(self.session_id, self.question_id, language, text, at.page, at.seq, base, self.now)
        first = self._send(save, socket)
        if isinstance(first, int):
            assert first > stored
            self.acknowledged[language], at.revs[language] = (first, text), first
            self.outcomes["saved"] += 1
            self._wrote(at)
        elif self.refused(first) == "already_ended":
            self.late[language] = (self.now, text)
        else:
            assert not isinstance(first, DraftConflict) or (first.draft.client_id != at.page and base != stored)
        if again:
            second = self._send(save, socket)
            assert second == first if isinstance(first, int) else second.code == first.code  # type: ignore[union-attr]

    def _send(self, save: Save, socket: bool) -> int | Refusal:
        """→ the revision that was acknowledged, or the refusal."""
        if socket:
            (outcome,) = save_many([save])
            assert outcome.failure is None
            return outcome.refusal or outcome.rev
        try:
            return save_draft(
                session_id=save.session_id,
                question_id=save.question_id,
                language=save.language,
                code=save.code,
                client_id=save.client_id,
                client_seq=save.client_seq,
                base_rev=save.base_rev,
                received_at=save.received_at,
            ).rev
        except Refusal as refused:
            return refused

    def _wrote(self, tab: Tab) -> None:
        """Who writes holds the pen; only the page that has just let go writes its last words without it."""
        after = self.read()
        last_words = after.lease_holder == "" and letting_go(after.lease, self.now)
        assert after.lease_holder == tab.page or last_words

    @rule(tab=tabs, language=languages, samples=st.booleans())
    def hand_in(self, tab: str, language: str, samples: bool) -> None:
        """Submitted, or only run on the samples: both are for who holds the pen."""
        self.steps["hand in"] += 1
        at = self.tabs[tab]
        self.texts, self.asked = self.texts + 1, Asked(at.page)
        what = {
            "session_id": self.session_id,
            "question_id": self.question_id,
            "language": language,
            "code": f"program {self.texts}\n",
            "client_id": at.page,
            "received_at": self.now,
        }
        try:
            if samples:
                run_samples(**what, own_input=None)  # type: ignore[arg-type]
            else:
                self.submitted.add(submit(**what).id)  # type: ignore[arg-type]
        except Busy:
            self.outcomes["busy"] += 1
            self.verdict_arrives()
        except Conflict as refused:
            self.refused(refused)
        else:
            self.outcomes["handed in"] += 1
            self._wrote(at)

    def verdict_arrives(self) -> None:
        """The verdict of the run that waits longest."""
        run = claim("tests")
        assert run is not None
        right: list[Any] = [outcome(stdout=(case.expected or "").encode()) for case in cases_of(run)]
        assert record(run, judge(job_of(run), FakeSandbox(right)))
        self.outcomes["judged"] += 1

    @rule(tab=tabs, take=st.booleans())
    def claim(self, tab: str, take: bool) -> None:
        self.steps["claim"] += 1
        page = self.tabs[tab].page
        self.asked = Asked(page, take=take)
        try:
            holder = claim_lease(session_id=self.session_id, client_id=page, take=take, now=self.now).lease_holder
        except Conflict as refused:
            assert self.refused(refused) == "already_ended"
        else:
            assert holder == page or not take

    @rule(tab=tabs, beacon=st.booleans())
    def reload(self, tab: str, beacon: bool) -> None:
        """The page is made anew and reads what is stored. beacon: the old one could say that it went away."""
        self.steps["reload"] += 1
        at = self.tabs[tab]
        before, held = at.page, self.seen.lease_holder
        if beacon:
            self._leave(before)
        self.load(at)
        self.asked = Asked(at.page, before=before)
        try:
            after = claim_lease(session_id=self.session_id, client_id=at.page, before=before, now=self.now)
        except Conflict as refused:
            assert self.refused(refused) == "already_ended"
        else:
            assert (after.lease_holder == at.page) or held not in ("", before)

    @rule(tab=tabs)
    def close(self, tab: str) -> None:
        self.steps["close"] += 1
        self._leave(self.tabs[tab].page)

    def _leave(self, page: str) -> None:
        self.letting_go = page
        try:
            left = sitting.abandon(session_id=self.session_id, method=Method.TAB_CLOSE, now=self.now, client_id=page)
        except Conflict as refused:
            assert self.refused(refused) == "already_ended"
        else:
            assert left.lease_holder != page
            assert left.status != Status.COMPLETED.value  # it never completes

    @rule(tab=tabs, socket=st.booleans())
    def beat(self, tab: str, socket: bool) -> None:
        """It moves nobody's pen: the invariant finds that nobody asked for it."""
        self.steps["beat"] += 1
        page = self.tabs[tab].page
        if socket:
            (standing,) = beat_many([Beat(self.session_id, self.now, self.question_id, page)])
            assert standing and standing.sitting.deadline == self.seen.deadline
            return
        try:
            sitting.seen(session_id=self.session_id, now=self.now, client_id=page)
        except Conflict as refused:
            assert self.refused(refused) == "already_ended"

    @rule(tab=tabs)
    def reconnect(self, tab: str) -> None:
        """A socket opens again: a snapshot that is true, and every piece of news since the last one, once."""
        self.steps["reconnect"] += 1
        at, session = self.tabs[tab], self.seen
        told = selectors.snapshot(session, self.now)
        assert session.deadline and told["deadline"] == session.deadline.isoformat()
        assert told["status"] == status_at(session.sitting, self.now, policy()).status.value
        (question,) = told["questions"]
        assert {d["language"]: (d["rev"], d["code"]) for d in question["drafts"]} == self.acknowledged
        heard = [piece["event"] for piece in selectors.news_after(session, at.heard, self.now)]
        assert heard == sorted(set(heard))
        assert told["last_event"] == max([at.heard, *heard])
        at.heard = told["last_event"]
        self.nothing_is_missing()

    @rule(tab=tabs, chance=st.integers(0, 19))
    def finish(self, tab: str, chance: int) -> None:
        self.steps["finish"] += 1
        page = self.tabs[tab].page
        if chance:
            return
        self.asked = Asked(page)
        try:
            sitting.complete(session_id=self.session_id, method=Method.MANUAL, now=self.now, client_id=page)
        except Conflict as refused:
            self.refused(refused)
        else:
            self.outcomes["finished"] += 1
