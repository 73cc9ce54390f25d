"""Frames: what goes over the wire comes back the same, and what is not a frame is refused."""

import io
import json
from collections.abc import Callable

import pytest

from executor.core import protocol
from executor.core.limits import Limits
from executor.core.protocol import LENGTHS, Frame, ProtocolError
from executor.core.sandbox import Outcome, Stop

HEAD = {
    "op": "ran", "stop": "exited", "exit_code": 0, "signal": None, "cpu_ms": 1, "wall_ms": 2, "memory_kib": 3,
    "stdout": 2, "stderr": 3, "truncated": False,
}  # fmt: skip


def reader(data: bytes) -> Callable[[int], bytes]:
    stream = io.BytesIO(data)

    def read(size: int) -> bytes:
        found = stream.read(size)
        if len(found) < size:
            raise EOFError
        return found

    return read


@pytest.mark.parametrize("blob", [b"", b"x", bytes(range(256)) * 1000])
def test_round_trip(blob: bytes) -> None:
    head = {"op": "run", "name": "Größe\n", "number": 1.5}
    frame = protocol.read_frame(reader(protocol.encode(head, len(blob)) + blob))
    assert (frame.head, frame.blob, frame.op) == (head, blob, "run")


@pytest.mark.parametrize(
    "data",
    [
        LENGTHS.pack(protocol.MAX_HEAD + 1, 0),
        LENGTHS.pack(2, protocol.MAX_BLOB + 1) + b"{}",
        LENGTHS.pack(2, 0) + b"[]",
        LENGTHS.pack(1, 0) + b"{",
        LENGTHS.pack(2, 0) + b"\xff\xfe",
    ],
)
def test_what_is_not_a_frame_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        protocol.read_frame(reader(data))


def test_a_blob_larger_than_asked_for_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProtocolError, match="too large"):
        protocol.read_frame(reader(LENGTHS.pack(2, 11) + b"{}"), max_blob=10)


def test_a_cut_frame_is_the_readers_error() -> None:
    whole = protocol.encode({"op": "x"}, 5) + b"12345"
    for length in range(len(whole)):
        with pytest.raises(EOFError):
            protocol.read_frame(reader(whole[:length]))


def test_outcome() -> None:
    assert protocol.outcome_of(Frame(HEAD, b"outer")) == Outcome(Stop.EXITED, 0, None, 1, 2, 3, b"ou", b"ter")


@pytest.mark.parametrize("field", [name for name in HEAD if name != "op"])
def test_an_outcome_without_a_field_is_refused(field: str) -> None:
    with pytest.raises(ProtocolError):
        protocol.outcome_of(Frame({name: value for name, value in HEAD.items() if name != field}, b"outer"))


@pytest.mark.parametrize(
    "changes", [{"stdout": 9}, {"stdout": -1, "stderr": 6}, {"stop": "bored"}, {"cpu_ms": "soon"}, {"exit_code": []}]
)
def test_an_outcome_that_makes_no_sense_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        protocol.outcome_of(Frame({**HEAD, **changes}, b"outer"))


def test_limits_in_the_agents_units() -> None:
    head = protocol.limits_head(Limits(1.5, 3.0, 2, 4), processes=7, stack_mib=1)
    assert json.loads(json.dumps(head)) == {
        "cpu": 1.5,
        "idle": 3.0,
        "memory": 2 << 20,
        "output": 4096,
        "processes": 7,
        "stack": 1 << 20,
    }
