"""The live board of one assessment: a snapshot, then changed rows; what staff do comes in. Services decide."""

import asyncio
import contextlib
import logging
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import Error as DatabaseError
from django.utils import timezone

from executor.errors import Refusal
from questions.models import Assessment
from sessions import selectors
from sessions.services import supervising
from sessions.sockets import AGAIN, GONE, NOT_YOURS, JsonConsumer, in_thread

log = logging.getLogger(__name__)
MAY_LOOK = "test_sessions.view_testsession"
MAY_ACT = "test_sessions.change_testsession"


class BoardConsumer(JsonConsumer):
    """The rows of an assessment at most once a second, and the actions of those who may act."""

    EVERY = 1.0  # seconds between two messages at the least
    REREAD = 10.0  # presence changes with time alone: everything, and the right to look, is read and said this often
    group = ""
    assessment_id: UUID
    _touched: set[str]
    _shown: dict[str, Any]
    _sender: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        self.assessment_id = self.scope["url_route"]["kwargs"]["assessment_id"]
        user = await in_thread(self._user)
        title = await in_thread(_title, self.assessment_id) if user else None
        await self.accept()
        if user is None or title is None:
            await self.close(code=GONE if user else NOT_YOURS)
            return
        self._touched, self._shown = set(), {}
        self.group = f"board.{self.assessment_id.hex}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        rows = await in_thread(_rows, self.assessment_id, None)
        self._remember(rows)
        may_act = await in_thread(lambda: user.has_perm(MAY_ACT))
        said = {"server_now": timezone.now().isoformat(), "title": title, "may_act": may_act, "rows": rows}
        await self.send_json({"type": "snapshot", **said})
        self._sender = asyncio.create_task(self._send_changes())

    def _user(self) -> Any:
        """Who looks, read anew: rights may have been taken since the page was opened. None: may not look (now)."""
        held = self.scope.get("user")
        if held is None or held.pk is None:
            return None
        user = get_user_model().objects.filter(pk=held.pk, is_active=True).first()
        return user if user and user.has_perm(MAY_LOOK) else None

    async def disconnect(self, code: int) -> None:
        if self._sender:
            self._sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sender
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    # --- from staff ---

    async def act(self, message: dict[str, Any]) -> None:
        number = message.get("id")
        if type(number) is not int:
            await self.send_json({"type": "problem", "detail": "id: must be a whole number."})
            return
        said: dict[str, Any] = {"type": "acted", "id": number, "done": 0, "refused": []}
        try:
            said |= await in_thread(self._act, message)
        except Refusal as refused:
            said["problem"] = refused.detail
        await self.send_json(said)

    def _act(self, message: dict[str, Any]) -> dict[str, Any]:
        user = self._user()
        if user is None or not user.has_perm(MAY_ACT):
            return {"problem": "You may look at this board, and not change what is on it."}
        what = supervising.read(message)
        outcome = supervising.act(assessment_id=self.assessment_id, what=what, actor=user, now=timezone.now())
        return {"done": outcome.done, "refused": outcome.refused}

    handlers = {"act": act}

    # --- to staff ---

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
                if await in_thread(self._user) is None:
                    await self.close(code=NOT_YOURS)
                    return
            rows = await in_thread(_rows, self.assessment_id, None if everything else touched)
            changed = self._remember(rows)
            gone = self._forget(rows, None if everything else touched)
            if changed or gone or everything:  # else a page could not tell a quiet board from a lost connection
                said = {"server_now": timezone.now().isoformat(), "rows": changed, "gone": gone}
                await self.send_json({"type": "rows", **said})

    def _forget(self, rows: list[Any], looked_for: set[str] | None) -> list[str]:
        """Of what is shown and was looked for (None: all), what is not there: continued by another, or erased."""
        looked = self._shown.keys() if looked_for is None else looked_for & self._shown.keys()
        gone = sorted(looked - {row["session_id"] for row in rows})
        for session_id in gone:
            del self._shown[session_id]
        return gone


def _title(assessment_id: UUID) -> str | None:
    return Assessment.objects.filter(id=assessment_id).values_list("title", flat=True).first()


def _rows(assessment_id: UUID, ids: set[str] | None) -> list[Any]:
    sessions = selectors.board_sessions(assessment_id)
    if ids is not None:
        sessions = sessions.filter(id__in=ids)
    return list(selectors.board_rows(sessions, timezone.now()))
