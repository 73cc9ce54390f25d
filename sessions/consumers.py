"""WebSockets: the candidate's own socket, and the recruiters' live board. They carry; services decide."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils import timezone

from executor.errors import Refusal
from questions.models import Assessment
from sessions import selectors
from sessions.models import TestSession
from sessions.services.drafts import DraftConflict, save_draft
from sessions.services.sitting import check_saving, seen
from sessions.tokens import session_from_token

log = logging.getLogger(__name__)
Result = TypeVar("Result")
# database_sync_to_async gives the whole process one thread; these have a few of their own.
_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="socket")
MAX_FRAME = 1024 * 1024
NOT_YOURS, GONE, AGAIN = 4403, 4404, 1012


async def in_thread(work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run database work off the loop, with its connection closed when it is done."""

    def call() -> Result:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads, call)


class JsonConsumer(AsyncWebsocketConsumer):
    """Reads JSON objects with a `type`; what cannot be read gets a `problem`, and the socket stays open."""

    handlers: dict[str, Callable[[Any, dict[str, Any]], Awaitable[None]]] = {}

    async def send_json(self, message: Any) -> None:
        await self.send(text_data=json.dumps(message))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None or len(text_data) > MAX_FRAME:
            await self.send_json({"type": "problem", "detail": "A message must be JSON text of at most 1 MiB."})
            return
        try:
            message = json.loads(text_data)
        except (ValueError, RecursionError):
            await self.send_json({"type": "problem", "detail": "The message is not valid JSON."})
            return
        kind = message.get("type") if isinstance(message, dict) else None
        handler = self.handlers.get(kind) if isinstance(kind, str) else None
        if handler is None:
            known = ", ".join(self.handlers)
            await self.send_json({"type": "problem", "detail": f"type: must be one of {known}."})
            return
        await handler(self, message)


class CandidateConsumer(JsonConsumer):
    """A candidate's socket. The cookie says which session; heartbeats and saves come in, news goes out."""

    session_id: UUID
    group = ""

    async def connect(self) -> None:
        token = self.scope["cookies"].get("sitting", "")
        session = await in_thread(session_from_token, token)
        if session is None or session.id != self.scope["url_route"]["kwargs"]["session_id"]:
            # Accepted first: a browser cannot see why a handshake was refused.
            await self.accept()
            await self.close(code=NOT_YOURS)
            return
        self.session_id, self.group = session.id, session.group
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self._welcome()

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
        question = _uuid(message.get("question"))
        try:
            session = await in_thread(seen, session_id=self.session_id, now=now, question_id=question)
        except Refusal:
            session = await self._session()
        await self.send_json({"type": "beat", **selectors.clock(session, timezone.now())})

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

    handlers = {"beat": beat, "save": save, "check": check}

    # --- from the channel layer ---

    async def run_update(self, event: dict[str, Any]) -> None:
        await self.send_json(selectors.run_update(event))

    async def submission_judged(self, event: dict[str, Any]) -> None:
        """Nothing to say: the run's own last update said it; the snapshot has the submission."""

    async def session_state(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "state", **await self._clock()})

    async def session_time(self, event: dict[str, Any]) -> None:
        said = {"type": "time", "seconds": event["seconds"], "reason": event["reason"]}
        await self.send_json({**said, **await self._clock()})

    async def session_message(self, event: dict[str, Any]) -> None:
        await self.send_json({"type": "message", "text": event["text"], "at": event["at"]})


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _save_problem(message: dict[str, Any]) -> str:
    """What is wrong with the shape of a save; empty where nothing is."""
    for name in ("question", "language", "code", "client_id"):
        if not isinstance(message.get(name), str):
            return f"{name}: must be a text."
    for name in ("client_seq", "base_rev"):
        value = message.get(name)
        if type(value) is not int or not 0 <= value < 2**53:
            return f"{name}: must be a whole number from 0."
    if len(message["client_id"]) > 40 or not message["client_id"].isprintable():
        return "client_id: at most 40 characters that can be printed."
    return "" if _uuid(message["question"]) else "question: must be the id of a question."


class BoardConsumer(JsonConsumer):
    """The live board of one assessment: a snapshot, then changed rows at most once a second."""

    EVERY = 1.0  # seconds between two messages at the least
    REREAD = 10.0  # presence changes with time alone: everything is read again this often
    group = ""
    assessment_id: UUID
    _touched: set[str]
    _shown: dict[str, Any]
    _sender: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.assessment_id = self.scope["url_route"]["kwargs"]["assessment_id"]
        user = self.scope.get("user")
        allowed = await in_thread(lambda: bool(user and user.is_active and user.has_perm(BOARD_PERMISSION)))
        title = await in_thread(_title, self.assessment_id) if allowed else None
        await self.accept()
        if not allowed or title is None:
            await self.close(code=GONE if allowed else NOT_YOURS)
            return
        self._touched, self._shown = set(), {}
        self.group = f"board.{self.assessment_id.hex}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        rows = await in_thread(_rows, self.assessment_id, None)
        self._remember(rows)
        await self.send_json(
            {"type": "snapshot", "server_now": timezone.now().isoformat(), "title": title, "rows": rows}
        )
        self._sender = asyncio.create_task(self._send_changes())

    async def disconnect(self, code: int) -> None:
        if self._sender:
            self._sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sender
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def board_touch(self, event: dict[str, Any]) -> None:
        self._touched.add(event["session_id"])

    def _remember(self, rows: list[Any]) -> list[Any]:
        """Those of `rows` that differ from what this board shows."""
        changed = [row for row in rows if self._shown.get(row["session_id"]) != row]
        self._shown |= {row["session_id"]: row for row in rows}
        return changed

    async def _send_changes(self) -> None:
        try:
            await self._repaint()
        except DatabaseError:  # closed, the page comes again until it gets a snapshot; left open it would stand still
            log.warning("a board could not be read; its socket is closed", exc_info=True)
            await self.close(code=AGAIN)

    async def _repaint(self) -> None:
        loop = asyncio.get_running_loop()
        reread_at = loop.time() + self.REREAD
        while True:
            await asyncio.sleep(self.EVERY)
            everything = loop.time() >= reread_at
            if not everything and not self._touched:
                continue
            touched, self._touched = self._touched, set()
            if everything:
                reread_at = loop.time() + self.REREAD
            rows = await in_thread(_rows, self.assessment_id, None if everything else touched)
            changed = self._remember(rows)
            if changed:
                await self.send_json({"type": "rows", "server_now": timezone.now().isoformat(), "rows": changed})


BOARD_PERMISSION = "test_sessions.view_testsession"


def _title(assessment_id: UUID) -> str | None:
    return Assessment.objects.filter(id=assessment_id).values_list("title", flat=True).first()


def _rows(assessment_id: UUID, ids: set[str] | None) -> list[Any]:
    sessions = selectors.board_sessions(assessment_id)
    if ids is not None:
        sessions = sessions.filter(id__in=ids)
    return list(selectors.board_rows(sessions, timezone.now()))
