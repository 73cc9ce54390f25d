"""The events of a run as messages: numbered, complete, at most twenty a second, and the last of all says done."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from channels.layers import get_channel_layer

from executor import publish
from executor.core.job import Case, CompileDone, CompileStarted, Report, TestDone
from executor.core.job import TestResult as Outcome
from executor.core.verdicts import Verdict
from executor.events import EventSender
from executor.models import Run

RUN = Run(topic="run-events", language="cpp")
CASES = [Case(str(n), "", hidden=n >= 2) for n in range(300)]
Heard = Callable[[], Any]


def passed(index: int) -> TestDone:
    return TestDone(index, Outcome(str(index), Verdict.ACCEPTED, 1, 1, 1, points=1.0))


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    """heard() → every message up to the one that says done."""
    publish.use_loop(asyncio.get_running_loop())
    layer = get_channel_layer()
    assert layer is not None
    channel = await layer.new_channel()
    await layer.group_add(RUN.topic, channel)

    async def call() -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        while not messages or messages[-1]["state"] != "done":
            messages.append(await asyncio.wait_for(layer.receive(channel), timeout=10) | {"at": time.monotonic()})
        return messages

    yield call
    await layer.group_discard(RUN.topic, channel)


async def test_a_short_run_is_told_step_by_step(heard: Heard) -> None:
    sender = EventSender(RUN, CASES[:3])
    for event in (CompileStarted("cpp"), CompileDone(True, "a warning", 5), passed(0), passed(2)):
        sender(event)
    sender.done(Report(Verdict.ACCEPTED, tuple(event.result for event in (passed(0), passed(2))), message="said"))
    told = await heard()
    assert [message["seq"] for message in told] == [1, 2, 3, 4, 5]
    assert [message.get("compile") for message in told[:3]] == [
        {"state": "started", "output": ""},
        {"state": "ok", "output": "a warning"},
        None,
    ]
    assert [[(t["index"], t["hidden"], t["case_id"]) for t in m["tests"]] for m in told[2:4]] == [
        [(0, False, "0")],
        [(2, True, "2")],
    ]
    assert told[-1]["done"] == {"verdict": "accepted", "message": "said", "passed": 2, "total": 3}
    assert {(message["type"], message["run_id"], message["total"]) for message in told} == {
        ("run.update", str(RUN.id), 3)
    }


async def test_a_fast_run_is_batched_and_nothing_is_lost(heard: Heard) -> None:
    def judge() -> None:
        sender = EventSender(RUN, CASES)
        for index in range(len(CASES)):
            sender(passed(index))
            time.sleep(0.005)
        sender.done(Report(Verdict.ACCEPTED))

    judging = asyncio.get_running_loop().run_in_executor(None, judge)
    told = await heard()
    await judging
    assert [message["seq"] for message in told] == list(range(1, len(told) + 1))
    assert [test["index"] for message in told for test in message["tests"]] == list(range(len(CASES)))
    seconds = told[-1]["at"] - told[0]["at"]
    assert len(told) <= 20 * (seconds + 1)
    assert len(told) >= 10  # and yet it is told while it happens


async def test_what_came_last_does_not_wait_for_the_next_event(heard: Heard) -> None:
    sender = EventSender(RUN, CASES)
    for index in range(30):
        sender(passed(index))
    await asyncio.sleep(1.0)
    sender.done(Report(Verdict.ACCEPTED))
    told = await heard()
    assert told[-1]["tests"] == []
    assert sum(len(message["tests"]) for message in told) == 30


async def test_a_run_that_was_given_back_says_no_more(heard: Heard) -> None:
    first = EventSender(RUN, CASES)
    for index in range(30):
        first(passed(index))
    first.drop()
    await asyncio.sleep(0.3)
    EventSender(RUN, CASES).done(Report(Verdict.ACCEPTED))
    told = await heard()
    assert sum(len(message["tests"]) for message in told) < 30
    assert (told[-1]["seq"], told[-1]["state"]) == (1, "done")


async def test_without_a_topic_nobody_is_told(heard: Heard) -> None:
    silent = EventSender(Run(language="cpp"), CASES)
    silent(passed(0))
    silent.done(Report(Verdict.ACCEPTED))
    EventSender(RUN, CASES).done(Report(Verdict.ACCEPTED))
    assert len(await heard()) == 1


async def test_a_run_that_is_given_back_is_told_to_wait_again(heard: Heard) -> None:
    sender = EventSender(RUN, CASES[:3])
    for event in (passed(0), passed(1)):
        sender(event)
    sender.waits()
    sender(passed(2))
    EventSender(RUN, CASES[:3]).done(Report(Verdict.ACCEPTED))
    told = await heard()
    assert [(message["state"], message["seq"], len(message["tests"])) for message in told] == [
        ("running", 1, 1),
        ("running", 2, 1),
        ("queued", 3, 0),
        ("done", 1, 0),
    ]
