"""The tests of one job on several boxes at once: a lane is a box, and takes the next test whenever it is free."""

import heapq
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from executor.core.job import TestResult
from executor.core.sandbox import Box, BoxFault

Lane = tuple[Box, str]  # a box, and the name that the artifact has in it


def run_in_lanes(
    lanes: Sequence[Lane],
    tests: range,
    run: Callable[[Lane, int], TestResult],
    done: Callable[[int, TestResult], bool],
) -> bool:
    """Run the tests of these numbers. `done` is told of each in order, one at a time, and says whether to go on; so
    does the answer.

    A test whose box breaks is run again in another lane; BoxFault when none is left.
    """
    work = _Work(tests, run, done)
    first, *others = lanes
    if not others:
        work.through(first)
    else:
        with ThreadPoolExecutor(len(others), thread_name_prefix="lane") as threads:
            futures = [threads.submit(work.through, lane) for lane in others]
            work.through(first)
            for future in futures:
                future.result()
    return work.goes_on()


class _Work:
    def __init__(
        self, tests: range, run: Callable[[Lane, int], TestResult], done: Callable[[int, TestResult], bool]
    ) -> None:
        self._end, self._run, self._done = tests.stop, run, done
        self._waiting = list(tests)  # a heap
        self._running = 0
        self._results: dict[int, TestResult] = {}
        self._told = tests.start
        self._stopped = False
        self._fault: BoxFault | None = None
        self._changed = threading.Condition()

    def through(self, lane: Lane) -> None:
        """One lane's life. What `run` and `done` raise, beside BoxFault, ends every lane."""
        while (index := self._next()) is not None:
            try:
                self._finish(index, self._run(lane, index))
            except BoxFault as fault:
                self._give_back(index, fault)
                return
            except BaseException:
                self._stop()
                raise

    def goes_on(self) -> bool:
        """Whether `done` still wants more. BoxFault where tests are left that no box would run."""
        if self._fault and not self._stopped and self._told < self._end:
            raise self._fault
        return not self._stopped

    def _next(self) -> int | None:
        with self._changed:
            while not self._waiting and self._running and not self._stopped:
                self._changed.wait()  # a test that runs may yet come back
            if self._stopped or not self._waiting:
                return None
            self._running += 1
            return heapq.heappop(self._waiting)

    def _finish(self, index: int, result: TestResult) -> None:
        with self._changed:
            self._running -= 1
            self._results[index] = result
            while not self._stopped and self._told in self._results:
                self._stopped = not self._done(self._told, self._results[self._told])
                self._told += 1
            self._changed.notify_all()

    def _give_back(self, index: int, fault: BoxFault) -> None:
        with self._changed:
            self._running -= 1
            self._fault = fault
            heapq.heappush(self._waiting, index)
            self._changed.notify_all()

    def _stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
