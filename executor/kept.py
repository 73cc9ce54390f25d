"""What never changes, kept ready in this process by its key: bounded, the least recently used goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most `most` of what `size` says together. For frozen rows alone: nothing here ever notices a change."""

    def __init__(self, size: Callable[[Value], int], most: int) -> None:
        self._size, self._most, self._used = size, most, 0
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, load: Callable[[], Value]) -> Value:
        """What is kept, else what `load` gives, which is kept from then on."""
        return self.get_many([key], lambda _: {key: load()})[key]

    def get_many(self, keys: Collection[Key], load: Callable[[list[Key]], dict[Key, Value]]) -> dict[Key, Value]:
        """The same for several: `load` is asked once, for those that are not kept, where there are such."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        missing = [key for key in keys if key not in found]
        if missing:
            loaded = load(missing)
            self._keep(loaded)
            found |= loaded
        return found

    def _keep(self, loaded: dict[Key, Value]) -> None:
        with self._lock:
            for key, value in loaded.items():
                if key not in self._kept:
                    self._kept[key] = value
                    self._used += self._size(value)
            while self._used > self._most:
                self._used -= self._size(self._kept.popitem(last=False)[1])
