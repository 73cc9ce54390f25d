"""The short way of a WebSocket frame: what it takes is read by the protocol, and the rest is left to autobahn."""

import os
import random
import struct

import pytest

from assessment.daphne_server import whole_text


def frame(payload: bytes, *, first: int = 0x81, mask: bytes = b"\x01\x82\x03\xff", wide: bool = False) -> bytes:
    size = len(payload)
    if size < 126 and not wide:
        head = struct.pack("!BB", first, 128 | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, 128 | 126, size)
    else:
        head = struct.pack("!BBQ", first, 128 | 127, size)
    return head + mask + bytes(octet ^ mask[at % 4] for at, octet in enumerate(payload))


@pytest.mark.parametrize("size", [1, 3, 4, 5, 124, 125, 126, 127, 128, 1501, 65535])
def test_a_whole_text_is_unmasked(size: int) -> None:
    text = ("aé€😀" * size).encode()[:size].decode(errors="ignore").encode() or b"x"
    made = frame(text, mask=os.urandom(4))
    assert whole_text(made) == (text, len(made))
    assert whole_text(made + frame(b"next")[:5]) == (text, len(made))


def test_a_text_that_begins_with_zeros_keeps_them() -> None:
    assert whole_text(frame(b"\0\0a", mask=b"\0\0\0\0")) == (b"\0\0a", 9)


@pytest.mark.parametrize("size", [1, 125, 126, 2000])
def test_what_is_not_all_there_waits(size: int) -> None:
    made = frame(b"a" * size)
    assert not any(whole_text(made[:upto]) for upto in range(len(made)))


@pytest.mark.parametrize(
    "made",
    [
        frame(b"part", first=0x01),
        frame(b"the rest", first=0x80),
        frame(b"binary", first=0x82),
        frame(b"compressed", first=0xC1),
        frame(b"", first=0x88),
        frame(b"ping", first=0x89),
        frame(b""),
        frame(b"a" * 65536),
        frame(b"longer than it must be", wide=True),
        struct.pack("!BB", 0x81, 8) + b"unmasked",
        frame(b"\xff\xfe not UTF-8"),
        frame("€".encode()[:2]),
    ],
)
def test_whatever_else_is_left_to_autobahn(made: bytes) -> None:
    assert whole_text(made) is None


def test_random_texts() -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(chr(chance.choice([65, 10, 0xE9, 0x20AC, 0x1F600])) for _ in range(chance.randint(1, 300)))
        made = frame(text.encode(), mask=chance.randbytes(4))
        assert whole_text(made) == (text.encode(), len(made))
