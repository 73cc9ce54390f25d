"""Many sockets, one transaction: what arrives within a moment is done together, off the loop, by one thread."""

import asyncio
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from django.db import close_old_connections, connection

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Batcher(Generic[Item, Outcome]):
    """`work` does a list of items and returns as many outcomes, in order. One batch at a time in a process and loop.

    An item is answered when its batch is done: committed, where `work` commits. Where `work` raises, every item of the
    batch raises it. `window`: seconds to wait for company; `most`: items of one batch.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Outcome]], *, window: float, most: int) -> None:
        self._work, self._window, self._most = work, window, most
        self._of_loop: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Queue[Item, Outcome]]
        self._of_loop = weakref.WeakKeyDictionary()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")

    async def do(self, item: Item) -> Outcome:
        loop = asyncio.get_running_loop()
        queue = self._of_loop.get(loop)
        if queue is None:
            queue = self._of_loop[loop] = _Queue(self._together, self._window, self._most, self._thread)
        return await queue.put(item)

    def _together(self, items: Sequence[Item]) -> Sequence[Outcome]:
        try:
            return self._work(items)
        finally:
            if connection.errors_occurred or not _others_wait():
                close_old_connections()


def _others_wait() -> bool:
    """Whether the pool has run out: then a batch keeps its connection, or saves would stand in line behind pages."""
    pool = getattr(connection, "pool", None)
    return bool(pool and pool.get_stats().get("requests_waiting", 0))


class _Queue(Generic[Item, Outcome]):
    """What waits on one loop."""

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Outcome]],
        window: float,
        most: int,
        thread: ThreadPoolExecutor,
    ) -> None:
        self._work, self._window, self._most, self._thread = work, window, most, thread
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._busy = False
        self._since = 0.0  # when the first of those that wait came

    def put(self, item: Item) -> "asyncio.Future[Outcome]":
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Outcome] = loop.create_future()
        if not self._waiting:
            self._since = loop.time()
        self._waiting.append((item, answer))
        if not self._busy:
            self._busy = True
            loop.call_later(self._window, self._go)
        return answer

    def _go(self) -> None:
        batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        loop = asyncio.get_running_loop()
        done = loop.run_in_executor(self._thread, self._work, [item for item, _ in batch])
        done.add_done_callback(lambda result: self._answer([answer for _, answer in batch], result))

    def _answer(self, answers: "list[asyncio.Future[Outcome]]", result: "asyncio.Future[Sequence[Outcome]]") -> None:
        failed = None if result.cancelled() else result.exception()
        outcomes = [] if failed or result.cancelled() else result.result()
        for index, answer in enumerate(answers):
            if answer.done():  # its socket is gone
                continue
            if failed:
                answer.set_exception(failed)
            elif result.cancelled():
                answer.cancel()
            else:
                answer.set_result(outcomes[index])
        self._busy = bool(self._waiting)
        if self._busy:
            # What came while the last batch was written has waited for company already.
            loop = asyncio.get_running_loop()
            loop.call_later(max(0.0, self._since + self._window - loop.time()), self._go)
