"""The load: simulated candidates with a socket each, a beat every 15 s and a save every 10 s, and what they met."""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

from bench.live_client import CLOSED, Socket, connect, http

BEAT_EVERY, SAVE_EVERY = 15.0, 10.0
PATIENCE = 60.0  # with one start
LINE = "total = total + values[index] * weights[index]  # {}\n"


@dataclass(slots=True)
class Seen:
    """Of one window of measurement. Times in seconds."""

    saves: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    disconnects: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def refuse(self, what: str) -> None:
        self.refused[what] = self.refused.get(what, 0) + 1


class Candidate:
    """One page: types a program of some 1.5 kB, saves it, beats; remembers when it asked."""

    def __init__(self, load: "Load", session_id: str, token: str) -> None:
        self.load, self.session_id, self.token = load, session_id, token
        self.client_id = f"tab-{random.getrandbits(60):x}"
        self.questions: list[str] = []
        self.revs: dict[str, int] = {}
        self.seq = 0
        self.text = LINE.format(0) * 20
        self.saved_at: dict[int, float] = {}
        self.beat_at = 0.0
        self.closing = False
        self.socket: Socket | None = None
        self.welcomed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        cookie = f"sitting={self.token}"
        self.socket = await connect(self.load.port, f"/s/{self.session_id}/live", cookie, self.hear)
        await self.welcomed
        self.say(json.dumps({"type": "claim", "client_id": self.client_id, "take": False}))

    def say(self, message: str) -> None:
        assert self.socket
        self.socket.send(message)

    def leave(self) -> None:
        self.closing = True
        if self.socket:
            self.socket.close()

    def begin(self) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(random.uniform(0, BEAT_EVERY), self.beat)
        loop.call_later(random.uniform(0, SAVE_EVERY), self.save)

    def beat(self) -> None:
        if self.load.stopped or self.closing:
            return
        self.beat_at = time.perf_counter()
        question = self.questions[self.seq // 30 % len(self.questions)]
        self.say(json.dumps({"type": "beat", "question": question, "client_id": self.client_id}))
        asyncio.get_running_loop().call_later(BEAT_EVERY, self.beat)

    def save(self) -> None:
        if self.load.stopped or self.closing:
            return
        self.seq += 1
        question = self.questions[self.seq // 30 % len(self.questions)]  # five minutes with each question
        self.text = self.text[len(LINE) :] + LINE.format(self.seq)
        message = {
            "type": "save", "question": question, "language": "python", "code": self.text, "client_id": self.client_id,
            "client_seq": self.seq, "base_rev": self.revs.get(question, 0),
        }  # fmt: skip
        self.saved_at[self.seq] = time.perf_counter()
        self.say(json.dumps(message))
        asyncio.get_running_loop().call_later(SAVE_EVERY, self.save)

    def hear(self, message: Any) -> None:
        seen, kind = self.load.seen, message["type"]
        if kind == "saved":
            seen.saves.append(time.perf_counter() - self.saved_at.pop(message["client_seq"]))
            self.revs[message["question"]] = message["rev"]
        elif kind == "beat":
            seen.beats.append(time.perf_counter() - self.beat_at)
        elif kind == "welcome":
            self.questions = [question["id"] for question in message["snapshot"]["questions"]]
            if not self.welcomed.done():
                self.welcomed.set_result(None)
        elif kind == "save_refused":
            self.saved_at.pop(message["client_seq"], None)
            seen.refuse(message["code"])
        elif kind == CLOSED and not self.closing:
            seen.disconnects += 1
            if not self.welcomed.done():
                self.welcomed.set_exception(ConnectionError("closed before the welcome"))


class Load:
    """All candidates against one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.candidates: list[Candidate] = []
        self.seen = Seen()
        self.failed: dict[str, int] = {}  # starts that failed, by what was met
        self.stopped = False

    async def add(self, people: list[tuple[str, str]], *, within: float, at_once: int = 40) -> int:
        """Start their tests and open their sockets, without the page, which nothing later depends on.

        Whoever has not begun `within` so many seconds stays away; returns how many those are.
        """
        until = time.perf_counter() + within
        waiting = iter(people)

        async def one_after_the_other() -> None:
            while time.perf_counter() < until and (person := next(waiting, None)):
                await self._try(*person, page=False)

        await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
        return len(list(waiting))

    async def start_evenly(self, people: list[tuple[str, str]], *, within: float) -> list[float]:
        """Starts as a browser does them, spread evenly over `within` seconds: what each took, when a cohort begins."""

        async def one(delay: float, person: tuple[str, str]) -> float | None:
            await asyncio.sleep(delay)
            return await self._try(*person)

        pause = within / len(people)
        times = await asyncio.gather(*(one(i * pause, person) for i, person in enumerate(people)))
        return [took for took in times if took is not None]

    async def _try(self, session_id: str, token: str, *, page: bool = True) -> float | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._start(session_id, token, page)
        except OSError as failed:  # ConnectionError is one
            what = str(failed) or type(failed).__name__
            self.failed[what] = self.failed.get(what, 0) + 1
            return None

    async def _start(self, session_id: str, token: str, page: bool) -> float:
        began = time.perf_counter()
        csrf = "b" * 32
        cookie = f"sitting={token}; csrftoken={csrf}"
        status, _ = await http(
            self.port, "POST", f"/s/{session_id}/start", cookie=cookie, body=f"csrfmiddlewaretoken={csrf}"
        )
        if status != 302:
            raise ConnectionError(f"the start was answered with {status}")
        status = (await http(self.port, "GET", f"/s/{session_id}/", cookie=cookie))[0] if page else 200
        if status != 200:
            raise ConnectionError(f"the workspace was answered with {status}")
        candidate = Candidate(self, session_id, token)
        try:
            await candidate.open()
        except BaseException:
            candidate.leave()
            raise
        self.candidates.append(candidate)
        candidate.begin()
        return time.perf_counter() - began

    async def measure(self, seconds: float) -> Seen:
        """What is met within the next `seconds`; a save that has no answer by then counts as refused."""
        self.seen = Seen()
        await asyncio.sleep(seconds)
        seen, now = self.seen, time.perf_counter()
        for candidate in self.candidates:
            for asked in candidate.saved_at.values():
                if now - asked > 5:
                    seen.refuse("unanswered for 5 s")
        return seen

    def close(self) -> None:
        self.stopped = True
        for candidate in self.candidates:
            candidate.leave()
