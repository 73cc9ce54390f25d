"""The candidate's own socket. It carries; services decide."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.utils import timezone

from executor.errors import Conflict, Invalid, Refusal
from sessions import lifecycle, messages, selectors
from sessions.batching import Batcher
from sessions.incoming import CLIENT_ID, Allowance, address_of, client_of, save_problem
from sessions.lifecycle import Status
from sessions.models import TestSession, group_of, policy
from sessions.services import signals
from sessions.services.drafts import DraftConflict
from sessions.services.leasing import claim_lease
from sessions.services.pulse import Beat, beat_many
from sessions.services.saving import Save, save_many
from sessions.services.sitting import check_saving
from sessions.services.standing import Standing, standing_of
from sessions.sockets import NOT_YOURS, JsonConsumer, in_thread
from sessions.tokens import PAGE_COOKIE, session_from_token, session_named_by

# A save waits this long for others to be committed with; a beat has been answered already.
SAVES = Batcher(save_many, window=0.1, most=200)
BEATS = Batcher(beat_many, window=2.5, most=2000)
WRITTEN_EVERY = timedelta(seconds=10)  # a session's sign of life is written down at most so often


@dataclass(frozen=True, slots=True)
class Met:
    """Who connected, and what he is shown first: all as of one moment."""

    session: TestSession
    clock: messages.Clock
    snapshot: messages.Snapshot


class CandidateConsumer(JsonConsumer):
    """A candidate's socket. The cookie says which session; heartbeats and saves come in, news goes out."""

    session_id: UUID
    _allowance: Allowance
    _shows = ""  # what the candidate is told of submissions after the end
    _standing: Standing
    _questions: frozenset[str] = frozenset()
    _heard: tuple[str, UUID | None] = ("", None)  # the tab and the question that were last written down, and when
    _heard_at = datetime.min.replace(tzinfo=UTC)
    _told_holder: str | None = None  # who holds the pen, as the page last heard
    _closed = False
    _telling: "asyncio.Future[None] | None" = None

    async def connect(self) -> None:
        token, named = self.scope["cookies"].get(PAGE_COOKIE, ""), self.scope["url_route"]["kwargs"]["session_id"]
        met = None
        if session_named_by(token) == named:
            self.session_id, self.group, self._allowance = named, group_of(named), Allowance()
            # Before anything is read: what changes after that is heard of.
            await self.channel_layer.group_add(self.group, self.channel_name)
            met = await in_thread(self._meet, token)
        await self.accept()
        if met is None:
            await self._turn_away()
            return
        self._learn_all(met.session)
        self._questions = frozenset(question["id"] for question in met.snapshot["questions"])
        await self.send_json({"type": "welcome", **met.clock, "snapshot": met.snapshot})
        after = parse_qs(self.scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
        if after.isascii() and after.isdigit() and len(after) < 19:
            await self._tell_news(int(after))

    async def _turn_away(self) -> None:
        """After it was accepted: a browser cannot see why a handshake was refused."""
        group, self.group = self.group, ""
        if group:
            await self.channel_layer.group_discard(group, self.channel_name)
        await self.close(code=NOT_YOURS)

    def _meet(self, token: str) -> "Met | None":
        """What the page shows; that it connected, and from where, is written down where it is news."""
        session, now = session_from_token(token, related=("candidate", "assessment")), timezone.now()
        if session is None:
            return None
        headers = {name: value.decode("latin-1") for name, value in self.scope["headers"]}
        agent = headers.get(b"user-agent", "")
        signals.met(session=session, address=address_of(self.scope, headers), agent=agent, now=now)
        return Met(session, selectors.clock(session, now), selectors.snapshot(session, now))

    async def disconnect(self, code: int) -> None:
        self._closed = True
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def _clock(self) -> dict[str, Any]:
        """Read anew: somebody said that something changed."""
        await self._read()
        return self._clock_known()

    async def _read(self) -> TestSession:
        session = await in_thread(TestSession.objects.get, id=self.session_id)
        self._learn_all(session)
        return session

    def _learn_all(self, session: TestSession) -> None:
        self._standing, self._shows = standing_of(session), session.shows_afterwards

    # --- from the browser ---

    async def beat(self, message: dict[str, Any]) -> None:
        """Answered from what is known; written a moment later with those of others."""
        now = self.received_at
        question, client_id = message.get("question"), client_of(message.get("client_id")) or ""
        shown = UUID(question) if isinstance(question, str) and question in self._questions else None
        beat = Beat(session_id=self.session_id, at=now, question_id=shown, client_id=client_id)
        if lifecycle.status_at(self._standing.sitting, now, policy()).status is not Status.ACTIVE:
            self._learn((await in_thread(beat_many, [beat]))[0])  # it may bring the session back: say what it did
        elif self._heard != (client_id, shown) or now - self._heard_at > WRITTEN_EVERY:
            self._heard, self._heard_at = (client_id, shown), now
            waiting = asyncio.ensure_future(BEATS.do(beat))
            waiting.add_done_callback(self._beaten)
        clock = selectors.clock_of(self._standing.sitting, timezone.now())
        self._told_holder = self._standing.holder
        await self.send_json({"type": "beat", "holder": self._told_holder, **clock})

    def _beaten(self, written: "asyncio.Future[Standing | None]") -> None:
        """What writing the beat found: news may have been lost, and here it is noticed."""
        if written.cancelled() or written.exception() or self._closed:
            return
        before = self._standing
        self._learn(written.result())
        after = self._standing
        if (before.sitting.status, before.sitting.deadline) != (after.sitting.status, after.sitting.deadline):
            self._telling = asyncio.ensure_future(self.send_json({"type": "state", **self._clock_known()}))

    def _learn(self, standing: Standing | None) -> None:
        if standing:
            self._standing = standing

    def _clock_known(self) -> dict[str, Any]:
        return dict(selectors.clock_of(self._standing.sitting, timezone.now()))

    async def save(self, message: dict[str, Any]) -> None:
        problem = save_problem(message)
        if problem:
            await self.send_json({"type": "problem", "detail": problem})
            return
        save = Save(
            session_id=self.session_id,
            question_id=UUID(message["question"]),
            language=message["language"],
            code=message["code"],
            client_id=message["client_id"],
            client_seq=message["client_seq"],
            base_rev=message["base_rev"],
            received_at=self.received_at,
        )
        outcome = await SAVES.do(save)  # it is committed, or refused
        if outcome.failure:
            raise outcome.failure  # the socket closes; the page comes again and sends it again
        self._learn(outcome.standing)
        echo = {name: message[name] for name in ("question", "language", "client_seq")} | self._clock_known()
        refused = outcome.refusal
        if refused is None:
            self._heard, self._heard_at = (save.client_id, save.question_id), self.received_at
            saved_at = outcome.saved_at.isoformat() if outcome.saved_at else None
            await self.send_json({"type": "saved", "rev": outcome.rev, "saved_at": saved_at, **echo})
            return
        current = {"current": selectors.draft_state(refused.draft)} if isinstance(refused, DraftConflict) else {}
        said = {"type": "save_refused", "code": refused.code, "message": refused.detail}
        await self.send_json({**said, **current, **echo})

    async def claim(self, message: dict[str, Any]) -> None:
        client_id, before, take = client_of(message.get("client_id")), message.get("before", ""), message.get("take")
        if not client_id or not isinstance(take, bool) or not isinstance(before, str):
            await self.send_json({"type": "problem", "detail": f"client_id: {CLIENT_ID}; take: true or false."})
            return
        work = partial(claim_lease, session_id=self.session_id, client_id=client_id)
        try:
            session = await in_thread(work, take=take, before=before, now=self.received_at)
            self._standing = standing_of(session)
        except Refusal:
            await self.session_state({})
        else:
            await self._tell_lease(session)

    async def check(self, message: dict[str, Any]) -> None:
        text = message.get("text")
        if not isinstance(text, str):
            await self.send_json({"type": "problem", "detail": "text: must be a text."})
            return
        try:
            stored = await in_thread(check_saving, session_id=self.session_id, text=text, now=self.received_at)
        except Refusal as refused:
            await self.send_json({"type": "problem", "detail": refused.detail})
        else:
            await self.send_json({"type": "checked", "text": stored})

    async def notice(self, message: dict[str, Any]) -> None:
        received_at = self.received_at
        try:
            page, observed = signals.read(message)
            if self._allowance.take(received_at):
                work = partial(signals.observe, session_id=self.session_id, page=page, observed=observed)
                await in_thread(work, received_at=received_at)
        except Invalid as wrong:
            await self.send_json({"type": "problem", "detail": wrong.detail})
            return
        except Conflict:  # before the start, or after the end: there is nothing to send again
            pass
        await self.send_json({"type": "kept", "n": max(one.n for one in observed)})

    handlers = {"beat": beat, "save": save, "claim": claim, "check": check, "signals": notice}

    # --- from the channel layer ---

    async def run_update(self, event: dict[str, Any]) -> None:
        if not selectors.tells_verdicts(self._standing.sitting, self._shows, timezone.now()):
            return
        await self.send_json(selectors.run_update(event))

    async def submission_judged(self, event: dict[str, Any]) -> None:
        """Nothing to say: the run's own last update said it; the snapshot has the submission."""

    async def session_state(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "state", **await self._clock()})

    async def session_lease(self, event: dict[str, Any]) -> None:
        if event.get("holder", self) != self._told_holder:  # else it is the answer to our own claim that comes back
            await self._tell_lease(await self._read())

    async def _tell_lease(self, session: TestSession) -> None:
        self._told_holder = session.lease_holder
        await self.send_json(selectors.lease(session, timezone.now()))

    async def session_news(self, event: dict[str, Any]) -> None:
        await self._tell_news(event["event"] - 1)

    async def _tell_news(self, after: int) -> None:
        """What staff said and gave after an event; the page knows by its number what it has heard already."""
        session = await self._read()
        for message in await in_thread(selectors.news_after, session, after, timezone.now()):
            await self.send_json(message)
