"""What comes together is done together, and what has waited for one batch does not wait for company again."""

import asyncio
from collections.abc import Sequence

from sessions.batching import Batcher

WINDOW = 2.0


def test_what_did_not_fit_into_a_batch_goes_at_once() -> None:
    batches: list[list[int]] = []

    def work(items: Sequence[int]) -> Sequence[int]:
        batches.append(list(items))
        return [10 * item for item in items]

    async def all_of_them() -> tuple[list[int], float]:
        loop = asyncio.get_running_loop()
        started = loop.time()
        batcher = Batcher(work, window=WINDOW, most=2)
        return await asyncio.gather(*(batcher.do(n) for n in range(6))), loop.time() - started

    answers, took = asyncio.run(all_of_them())
    assert answers == [0, 10, 20, 30, 40, 50]
    assert batches == [[0, 1], [2, 3], [4, 5]]
    assert WINDOW <= took + 0.1 < 2 * WINDOW  # three windows, if each batch waited for company
