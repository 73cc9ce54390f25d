"""The candidate's own socket. It carries; services decide."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from executor.errors import Conflict, Invalid, Refusal
from sessions import selectors
from sessions.models import TestSession
from sessions.services import signals
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.leasing import claim_lease
from sessions.services.sitting import check_saving, seen
from sessions.sockets import NOT_YOURS, JsonConsumer, in_thread
from sessions.tokens import session_from_token

CLIENT_ID = "at most 40 characters that can be printed"


class CandidateConsumer(JsonConsumer):
    """A candidate's socket. The cookie says which session; heartbeats and saves come in, news goes out."""

    session_id: UUID
    group = ""
    _allowance: "Allowance"

    async def connect(self) -> None:
        token = self.scope["cookies"].get("sitting", "")
        session = await in_thread(self._meet, token)
        if session is None or session.id != self.scope["url_route"]["kwargs"]["session_id"]:
            # Accepted first: a browser cannot see why a handshake was refused.
            await self.accept()
            await self.close(code=NOT_YOURS)
            return
        self.session_id, self.group, self._allowance = session.id, session.group, Allowance()
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self._welcome()

    def _meet(self, token: str) -> TestSession | None:
        """The session of the cookie; that it connected, and from where, is written down where it is news."""
        session = session_from_token(token)
        if session and session.id == self.scope["url_route"]["kwargs"]["session_id"]:
            headers = {name: value.decode("latin-1") for name, value in self.scope["headers"]}
            agent, now = headers.get(b"user-agent", ""), timezone.now()
            signals.met(session=session, address=_address(self.scope, headers), agent=agent, now=now)
        return session

    async def disconnect(self, code: int) -> None:
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def _session(self) -> TestSession:
        rows = TestSession.objects.select_related("candidate", "assessment")
        return await in_thread(lambda: rows.get(id=self.session_id))

    async def _clock(self) -> dict[str, Any]:
        return dict(selectors.clock(await self._session(), timezone.now()))

    async def _welcome(self) -> None:
        def read() -> dict[str, Any]:
            now = timezone.now()
            session = TestSession.objects.select_related("candidate", "assessment").get(id=self.session_id)
            snapshot = selectors.snapshot(session, now)
            return {"type": "welcome", **selectors.clock(session, now), "snapshot": snapshot}

        await self.send_json(await in_thread(read))

    # --- from the browser ---

    async def beat(self, message: dict[str, Any]) -> None:
        now = timezone.now()
        question, client_id = _uuid(message.get("question")), _client(message.get("client_id")) or ""
        work = partial(seen, session_id=self.session_id, now=now, question_id=question, client_id=client_id)
        try:
            session = await in_thread(work)
        except Refusal:
            session = await self._session()
        await self.send_json(
            {"type": "beat", "holder": session.lease_holder, **selectors.clock(session, timezone.now())}
        )

    async def save(self, message: dict[str, Any]) -> None:
        received_at = timezone.now()  # at the door, before any lock or queue
        problem = _save_problem(message)
        if problem:
            await self.send_json({"type": "problem", "detail": problem})
            return
        echo = {name: message[name] for name in ("question", "language", "client_seq")}
        work = partial(
            save_draft,
            session_id=self.session_id,
            question_id=UUID(message["question"]),
            language=message["language"],
            code=message["code"],
            client_id=message["client_id"],
            client_seq=message["client_seq"],
            base_rev=message["base_rev"],
            received_at=received_at,
        )
        try:
            draft = await in_thread(work)
        except DraftConflict as conflict:
            current = selectors.draft_state(conflict.draft)
            await self._refuse(echo, conflict, current=current)
        except Refusal as refused:
            await self._refuse(echo, refused)
        else:
            saved = {"type": "saved", **echo, "rev": draft.rev, "saved_at": draft.saved_at.isoformat()}
            await self.send_json({**saved, **await self._clock()})

    async def _refuse(self, echo: dict[str, Any], refused: Refusal, **more: Any) -> None:
        said = {"type": "save_refused", **echo, "code": refused.code, "message": refused.detail}
        await self.send_json({**said, **more, **await self._clock()})

    async def claim(self, message: dict[str, Any]) -> None:
        client_id, before, take = _client(message.get("client_id")), message.get("before", ""), message.get("take")
        if not client_id or not isinstance(take, bool) or not isinstance(before, str):
            await self.send_json({"type": "problem", "detail": f"client_id: {CLIENT_ID}; take: true or false."})
            return
        work = partial(claim_lease, session_id=self.session_id, client_id=client_id)
        try:
            session = await in_thread(work, take=take, before=before, now=timezone.now())
        except Refusal:
            await self.session_state({})
        else:
            await self.send_json(selectors.lease(session, timezone.now()))

    async def check(self, message: dict[str, Any]) -> None:
        text = message.get("text")
        if not isinstance(text, str):
            await self.send_json({"type": "problem", "detail": "text: must be a text."})
            return
        try:
            stored = await in_thread(check_saving, session_id=self.session_id, text=text, now=timezone.now())
        except Refusal as refused:
            await self.send_json({"type": "problem", "detail": refused.detail})
        else:
            await self.send_json({"type": "checked", "text": stored})

    async def notice(self, message: dict[str, Any]) -> None:
        received_at = timezone.now()
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
        await self.send_json(selectors.run_update(event))

    async def submission_judged(self, event: dict[str, Any]) -> None:
        """Nothing to say: the run's own last update said it; the snapshot has the submission."""

    async def session_state(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "state", **await self._clock()})

    async def session_lease(self, event: dict[str, Any]) -> None:
        await self.send_json(selectors.lease(await self._session(), timezone.now()))

    async def session_time(self, event: dict[str, Any]) -> None:
        said = {"type": "time", "seconds": event["seconds"], "reason": event["reason"]}
        await self.send_json({**said, **await self._clock()})

    async def session_message(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "message", "text": event["text"], "at": event["at"]})


def _address(scope: Any, headers: dict[bytes, str]) -> str:
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


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _client(value: Any) -> str | None:
    """The name of a tab; None where it is none."""
    fits = isinstance(value, str) and 0 < len(value) <= 40 and value.isprintable()
    return value if fits else None


def _save_problem(message: dict[str, Any]) -> str:
    """What is wrong with the shape of a save; empty where nothing is."""
    for name in ("question", "language", "code", "client_id"):
        if not isinstance(message.get(name), str):
            return f"{name}: must be a text."
    for name in ("client_seq", "base_rev"):
        value = message.get(name)
        if type(value) is not int or not 0 <= value < 2**53:
            return f"{name}: must be a whole number from 0."
    if message["client_id"] and not _client(message["client_id"]):
        return f"client_id: {CLIENT_ID}."
    return "" if _uuid(message["question"]) else "question: must be the id of a question."
