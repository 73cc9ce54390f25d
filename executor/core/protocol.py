"""Frames between the worker and the agent: two lengths, a JSON head, a blob. `agent.py` mirrors this file.

Worker → agent: probe, compile, run, export, adopt; warm and forget, which have no answer. Agent → worker: hello (once,
first), then for each request any number of `alive` and one answer: probed, compiled, ran, exported, adopted or error. A
blob carries what JSON must not: sources and stdin one way, stdout then stderr the other way.
"""

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from executor.core.limits import Limits
from executor.core.sandbox import Outcome, Stop

VERSION = 2
LENGTHS = struct.Struct("!II")  # bytes of the head, bytes of the blob
MAX_HEAD = 1 << 20
MAX_BLOB = 64 << 20


class ProtocolError(Exception):
    """The peer sent something that is not a frame of ours, or one that is too large."""


@dataclass(frozen=True, slots=True)
class Frame:
    head: Mapping[str, Any]
    blob: bytes = b""

    @property
    def op(self) -> str:
        return str(self.head.get("op", ""))


def encode(head: Mapping[str, Any], blob_size: int) -> bytes:
    """The bytes that go before the blob (which is sent as it is, uncopied)."""
    text = json.dumps(head, separators=(",", ":")).encode()
    return LENGTHS.pack(len(text), blob_size) + text


def read_frame(read_exactly: Callable[[int], bytes], max_blob: int = MAX_BLOB) -> Frame:
    """The next frame from `read_exactly(n)`, which returns n bytes or raises. ProtocolError when malformed."""
    head_size, blob_size = LENGTHS.unpack(read_exactly(LENGTHS.size))
    if head_size > MAX_HEAD or blob_size > max_blob:
        raise ProtocolError(f"a frame of {head_size} + {blob_size} bytes is too large")
    try:
        head = json.loads(read_exactly(head_size))
    except ValueError as error:
        raise ProtocolError("a frame's head is not JSON") from error
    if not isinstance(head, dict):
        raise ProtocolError("a frame's head is not an object")
    return Frame(head, read_exactly(blob_size) if blob_size else b"")


def limits_head(limits: Limits, processes: int, stack_mib: int) -> dict[str, Any]:
    """Limits in the agent's units: seconds, bytes, and the number of processes and threads."""
    return {
        "cpu": limits.cpu_seconds,
        "idle": limits.idle_seconds,
        "memory": limits.memory_mib << 20,
        "output": limits.output_kib << 10,
        "processes": processes,
        "stack": stack_mib << 20,
    }


def outcome_of(frame: Frame) -> Outcome:
    """The Outcome in a `ran` or `compiled` frame. ProtocolError when a field is missing or of a wrong type."""
    head = frame.head
    try:
        out, err = int(head["stdout"]), int(head["stderr"])
        if out < 0 or err < 0 or out + err != len(frame.blob):
            raise ProtocolError("the output's lengths do not add up")
        return Outcome(
            stop=Stop(head["stop"]),
            exit_code=None if head["exit_code"] is None else int(head["exit_code"]),
            signal=None if head["signal"] is None else str(head["signal"]),
            cpu_ms=int(head["cpu_ms"]),
            wall_ms=int(head["wall_ms"]),
            memory_kib=int(head["memory_kib"]),
            stdout=frame.blob[:out],
            stderr=frame.blob[out:],
            truncated=bool(head["truncated"]),
            warm=bool(head.get("warm")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"an outcome that cannot be read: {error}") from error
