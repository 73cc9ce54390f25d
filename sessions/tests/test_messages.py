"""The shared examples of every WebSocket message have the shapes of messages.py; frontend/test reads the same file."""

import json
import types
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from sessions import messages

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "messages.json").read_text())
SHAPES = {name: shape for name, shape in vars(messages).items() if is_typeddict(shape)}
SENT = {
    name: shape
    for name, shape in SHAPES.items()
    if "type" in get_type_hints(shape)  # what travels by itself, not a part of something else
}


def mismatch(value: Any, shape: Any, path: str = "message") -> str:
    """Where `value` does not have `shape`, in words; empty where it does."""
    origin, arguments = get_origin(shape), get_args(shape)
    if shape is Any:
        return ""
    if origin is NotRequired:
        return mismatch(value, arguments[0], path)
    if origin in (Union, types.UnionType):
        return "" if any(not mismatch(value, each, path) for each in arguments) else f"{path}: {value!r} is no {shape}"
    if origin is Literal:
        return "" if value in arguments else f"{path}: {value!r} is none of {arguments}"
    if is_typeddict(shape):
        return _mismatch_of_object(value, shape, path)
    if origin is list and isinstance(value, list):
        found = (mismatch(item, arguments[0], f"{path}.{i}") for i, item in enumerate(value))
        return next(filter(None, found), "")
    if origin is dict and isinstance(value, dict):
        found = (mismatch(item, arguments[1], f"{path}.{key}") for key, item in value.items())
        return next(filter(None, found), "")
    plain = origin or (types.NoneType if shape is None else shape)
    return "" if type(value) is plain else f"{path}: {value!r} is no {plain}"


def _mismatch_of_object(value: Any, shape: Any, path: str) -> str:
    if not isinstance(value, dict):
        return f"{path}: {value!r} is no object"
    hints = get_type_hints(shape, include_extras=True)
    optional = {name for name, hint in hints.items() if get_origin(hint) is NotRequired}
    missing, unknown = hints.keys() - optional - value.keys(), value.keys() - hints.keys()
    if missing or unknown:
        return f"{path}: missing {sorted(missing)}, unknown {sorted(unknown)}"
    return next(filter(None, (mismatch(value[name], hints[name], f"{path}.{name}") for name in value)), "")


def test_there_is_one_example_of_every_message() -> None:
    assert EXAMPLES.keys() == SENT.keys()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_has_the_shape_of_its_message(name: str) -> None:
    assert mismatch(EXAMPLES[name], SENT[name]) == ""


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_the_check_sees_a_missing_a_wrong_and_an_unknown_field(name: str) -> None:
    example = EXAMPLES[name]
    hints = get_type_hints(SENT[name], include_extras=True)
    for field in (field for field in example if get_origin(hints[field]) is not NotRequired):
        assert mismatch({k: v for k, v in example.items() if k != field}, SENT[name])
        assert mismatch({**example, field: object()}, SENT[name])
    assert mismatch({**example, "more": 1}, SENT[name])
