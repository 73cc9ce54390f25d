"""The attach stream against an engine that is slow, chatty, silent or gone, spoken over a real Unix socket."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from executor.sandboxes.attach import STDERR_TAIL, AttachedConnection, AttachError, connect

Engine = Callable[[Callable[[socket.socket], None]], str]
UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"


def frame(payload: bytes, stream: int = 1) -> bytes:
    return struct.pack("!BxxxI", stream, len(payload)) + payload


def soon(seconds: float = 5) -> float:
    return time.monotonic() + seconds


def request_of(peer: socket.socket) -> bytes:
    """The attach request, which ends with an empty line."""
    text = b""
    while not text.endswith(b"\r\n\r\n"):
        text += peer.recv(1)
    return text


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Serves one connection with the function given; returns the base URL."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    threads: list[threading.Thread] = []

    def serve(talk: Callable[[socket.socket], None]) -> str:
        listener.bind(str(tmp_path / "engine.sock"))
        listener.listen(1)

        def accept() -> None:
            with listener.accept()[0] as peer, contextlib.suppress(OSError):
                talk(peer)

        threads.append(threading.Thread(target=accept))
        threads[0].start()
        return f"unix://{tmp_path}/engine.sock"

    yield serve
    listener.close()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def attached(url: str) -> AttachedConnection:
    return AttachedConnection(url, "1.41", "c0ffee", timeout=5)


def test_it_asks_for_all_three_streams_of_the_container(engine: Engine) -> None:
    seen: list[bytes] = []

    def talk(peer: socket.socket) -> None:
        seen.append(request_of(peer))
        peer.sendall(UPGRADED)
        peer.recv(1)

    attached(engine(talk)).close()
    assert seen[0].startswith(b"POST /v1.41/containers/c0ffee/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n")
    assert b"Upgrade: tcp\r\n" in seen[0]


def test_first_bytes_that_arrive_with_the_header_are_kept(engine: Engine) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED + frame(b"hello"))

    connection = attached(engine(talk))
    assert connection.receive(100, soon()) == b"hello"
    assert connection.receive(100, soon()) == b""
    connection.close()


def test_frames_cut_anywhere_are_put_together(engine: Engine) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        for byte in UPGRADED + frame(b"ab") + frame(b"") + frame(b"oops", stream=2) + frame(b"cd"):
            peer.send(bytes([byte]))

    connection = attached(engine(talk))
    received = b""
    while part := connection.receive(100, soon()):
        received += part
    assert received == b"abcd"
    assert connection.errors == b"oops"
    connection.close()


def test_no_more_than_asked_for_is_returned(engine: Engine) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED + frame(b"abcdef"))

    connection = attached(engine(talk))
    assert [connection.receive(4, soon()), connection.receive(4, soon())] == [b"abcd", b"ef"]
    connection.close()


def test_of_a_flood_of_errors_the_tail_is_kept(engine: Engine) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED + frame(b"x" * 1_000_000, stream=2) + frame(b"the end", stream=2))

    connection = attached(engine(talk))
    assert connection.receive(1, soon()) == b""
    assert connection.errors == (b"x" * STDERR_TAIL + b"the end")[-STDERR_TAIL:]
    connection.close()


def test_a_silent_container_meets_the_deadline(engine: Engine) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED + frame(b"abc")[:5])
        peer.recv(1)

    connection = attached(engine(talk))
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        connection.receive(1, soon(0.2))
    assert time.monotonic() - started < 2
    with pytest.raises(TimeoutError):
        connection.receive(1, time.monotonic() - 1)
    connection.close()


def test_a_container_that_does_not_read_meets_the_deadline(engine: Engine) -> None:
    done = threading.Event()

    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED)
        done.wait(10)

    connection = attached(engine(talk))
    with pytest.raises(TimeoutError):
        connection.send(b"x" * 64_000_000, soon(0.3))
    done.set()
    connection.close()


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 404 Not Found\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 101", b"", b"x" * 100_000],
    ids=["no such container", "not upgraded", "cut short", "closed", "not http"],
)
def test_a_refusal_is_an_error(engine: Engine, answer: bytes) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(answer)

    with pytest.raises(OSError, match=r"attach|engine|reset|Broken"):
        attached(engine(talk))


def test_a_terminals_stream_is_refused(engine: Engine) -> None:
    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED + b"plain text of a terminal")

    connection = attached(engine(talk))
    with pytest.raises(AttachError, match="terminal"):
        connection.receive(10, soon())
    connection.close()


def test_closing_wakes_the_peer_though_output_is_unread(engine: Engine) -> None:
    ended = threading.Event()

    def talk(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(UPGRADED + frame(b"unread" * 1000))
        assert peer.recv(1) == b""
        ended.set()

    connection = attached(engine(talk))
    connection.close()
    connection.close()
    assert ended.wait(5)


@pytest.mark.parametrize("url", ["https://127.0.0.1:1", "ssh://engine", "npipe:////./pipe/docker", "tcp://"])
def test_an_engine_that_cannot_be_attached_to_is_named(url: str) -> None:
    with pytest.raises(AttachError, match="cannot be attached"):
        connect(url, 1)


def test_an_engine_over_tcp() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect(f"tcp://127.0.0.1:{server.getsockname()[1]}", 5).close()


def test_no_engine(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        connect(f"unix://{tmp_path}/absent.sock", 1)
