"""A box over a stream whose agent misbehaves: always a BoxFault that says why, never a hang, never a wrong outcome."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.protocol import LENGTHS, VERSION, encode, read_frame
from executor.core.sandbox import BoxFault, Stop
from executor.sandboxes import stream
from executor.sandboxes.stream import SocketConnection, StreamBox

HELLO = {"op": "hello", "protocol": VERSION}
RAN = {
    "op": "ran", "stop": "exited", "exit_code": 0, "signal": None, "cpu_ms": 1, "wall_ms": 2, "memory_kib": 3,
    "stdout": 2, "stderr": 0, "truncated": False, "odd": False,
}  # fmt: skip
COMPILED = {"op": "compiled", "artifact": "/box/a1", "stdout": 0, "stderr": 0}
Script = Callable[[socket.socket], object]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SILENCE_SECONDS", 0.3)
    monkeypatch.setattr(stream, "START_SECONDS", 0.3)


@pytest.fixture
def play() -> Iterator[Callable[[Script], SocketConnection]]:
    """Let a script be the agent's side of a connection, in a thread of its own."""
    threads: list[threading.Thread] = []
    theirs: list[socket.socket] = []

    def start(script: Script) -> SocketConnection:
        ours, other = socket.socketpair()
        theirs.append(other)

        def act() -> None:
            with contextlib.suppress(EOFError, OSError):
                script(other)

        threads.append(threading.Thread(target=act))
        threads[-1].start()
        return SocketConnection(ours)

    yield start
    for one in theirs:
        one.close()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


def say(agent: socket.socket, head: dict[str, Any], blob: bytes = b"") -> None:
    agent.sendall(encode(head, len(blob)) + blob)


def hear(agent: socket.socket) -> dict[str, Any]:
    def exactly(size: int) -> bytes:
        found = b""
        while len(found) < size:
            part = agent.recv(size - len(found))
            if not part:
                raise EOFError
            found += part
        return found

    return dict(read_frame(exactly).head)


def answering(*answers: tuple[dict[str, Any], bytes]) -> Script:
    """Hello, then one answer a request."""

    def script(agent: socket.socket) -> None:
        say(agent, HELLO)
        for head, blob in answers:
            hear(agent)
            say(agent, head, blob)
        hear(agent)

    return script


Play = Callable[[Script], SocketConnection]


def test_a_good_agent(play: Play) -> None:
    box = StreamBox(play(answering((COMPILED, b""), (RAN, b"ok"))), "python", "b")
    assert box.compile("x", COMPILE_LIMITS).artifact == "/box/a1"
    outcome = box.run("/box/a1", b"", Limits())
    assert (outcome.stop, outcome.stdout, box.reusable) == (Stop.EXITED, b"ok", True)
    box.close()
    box.close()
    assert not box.reusable


@pytest.mark.parametrize("change", [{"odd": True}, {"stop": "time"}, {"stop": "memory"}, {"stop": "output"}])
def test_after_anything_odd_it_is_not_reusable(play: Play, change: dict[str, Any]) -> None:
    box = StreamBox(play(answering((COMPILED, b""), ({**RAN, **change}, b"ok"))), "python", "b")
    box.compile("x", COMPILE_LIMITS)
    box.run("/box/a1", b"", Limits())
    assert not box.reusable
    box.close()


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (lambda agent: None, "Timeout"),
        (lambda agent: agent.close(), "has gone"),
        (lambda agent: say(agent, {"op": "hello", "protocol": 99}), "protocol 99"),
        (lambda agent: say(agent, {"op": "error", "message": "no free box"}), "no free box"),
        (lambda agent: agent.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "too large"),
        (lambda agent: agent.sendall(LENGTHS.pack(100, 0) + b"{"), "Timeout"),
        (lambda agent: say(agent, HELLO, b"a blob that no hello has"), "too large"),
    ],
)
def test_a_bad_start(play: Play, script: Script, says: str) -> None:
    connection = play(script)
    started = time.monotonic()
    with pytest.raises(BoxFault, match=says):
        StreamBox(connection, "python", "b")
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("answer", "blob", "says"),
    [
        ({**RAN, "stdout": 3}, b"ok", "do not add up"),
        ({**RAN, "stop": "forged"}, b"ok", "cannot be read"),
        ({"op": "ran"}, b"", "do not add up|cannot be read"),
        ({"op": "compiled"}, b"", "answered 'compiled'"),
        ({"op": "error", "message": "a process that cannot be killed"}, b"", "cannot be killed"),
        ({**RAN, "stdout": 200_000}, b"x" * 200_000, "too large"),
    ],
)
def test_a_bad_answer(play: Play, answer: dict[str, Any], blob: bytes, says: str) -> None:
    box = StreamBox(play(answering((COMPILED, b""), (answer, blob))), "python", "b")
    box.compile("x", COMPILE_LIMITS)
    with pytest.raises(BoxFault, match=says):
        box.run("/box/a1", b"", Limits(output_kib=64))
    assert not box.reusable


def test_an_agent_that_says_that_it_lives_is_waited_for(play: Play) -> None:
    def script(agent: socket.socket) -> None:
        say(agent, HELLO)
        hear(agent)
        say(agent, COMPILED)
        hear(agent)
        for _ in range(6):
            time.sleep(0.1)
            say(agent, {"op": "alive"})
        say(agent, RAN, b"ok")
        hear(agent)

    box = StreamBox(play(script), "python", "b")
    box.compile("x", COMPILE_LIMITS)
    assert box.run("/box/a1", b"", Limits()).stdout == b"ok"
    box.close()


def test_an_agent_that_takes_nothing_is_a_fault(play: Play) -> None:
    box = StreamBox(play(lambda agent: say(agent, HELLO)), "python", "b")
    with pytest.raises(BoxFault, match="takes no request"):
        box.compile("x" * (8 << 20), COMPILE_LIMITS)


def test_what_is_sent(play: Play) -> None:
    heard: list[dict[str, Any]] = []

    def script(agent: socket.socket) -> None:
        say(agent, HELLO)
        agent.settimeout(2)
        heard.append(hear(agent))
        say(agent, COMPILED)
        heard.append(hear(agent))
        say(agent, RAN, b"ok")
        hear(agent)

    box = StreamBox(play(script), "python", "b")
    box.core = 1
    box.compile("", COMPILE_LIMITS)
    box.run("/box/a1", b"", Limits(1.5, 2.5, 64, 16))
    box.close()
    assert heard[0]["files"] == [["main.py", 0]]
    assert heard[0]["argv"] == []
    run = heard[1]
    assert (run["op"], run["artifact"], run["copy"], run["core"]) == ("run", "/box/a1", ["main.py"], 1)
    assert run["limits"] == {
        "cpu": 1.5,
        "idle": 2.5,
        "memory": 64 << 20,
        "output": 16 << 10,
        "processes": 64,
        "stack": 256 << 20,
    }
    assert "expected" not in json.dumps(heard)
