"""The Python zygote: a real `python3 main.py` that stops here, before the script, and forks once per test.

The agent lays this file as `usercustomize.py` where the `site` module of one interpreter finds it, followed by a call
of `install` and an ImportError of this very name, which is how `site` learns that there is no usercustomize at all.
`launch.c`, as a library, carries out the agent's orders: its child goes behind the same walls as a program that is
executed, and then returns: CPython goes on and runs the script, as if nothing had been.

Imported are C modules only, and hidden again from sys.modules before the first fork: a script sees what it would see.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CDECL, KEEPS_LOCK = 1, 4  # flags of a foreign function


def install(control: int, user_site: str, library: str) -> None:
    """Make ready to stop where the interpreter looks what kind of thing its script is: `site` is over by then.

    control: a descriptor on which the agent sends the filter, and then orders. library: the path of launch.c's.
    """
    try:
        known = set(sys.modules)
        import _ctypes
        import atexit
        import gc

        hide(set(sys.modules) - known, user_site)
        start, serve = functions(_ctypes, library, "start", "serve")
        first = start(control)
        if first < 0:
            os._exit(70)
    except BaseException:  # whatever it was: a zygote must never go on to run a script itself
        os._exit(70)

    def look(path: str) -> "Any":
        """The last of sys.path_hooks, until it is called: in a child it says what the others say there."""
        sys.path_hooks.pop()
        gc.freeze()
        gc.unfreeze()  # all that there is is old now: a collection in a child then writes to its own objects only
        if serve(control, first):
            atexit.register(leave)  # first in: what the script registers comes before it
        for hook in sys.path_hooks:
            try:
                return hook(path)
            except ImportError:
                pass
        raise ImportError

    sys.path_hooks.append(look)


def functions(ctypes: "Any", library: str, *names: str) -> "list[Callable[..., int]]":
    """Of a shared library, by `_ctypes` alone: the package around it would be seen by scripts. They return an int."""
    integer = type("number", (ctypes._SimpleCData,), {"_type_": "i"})
    kept = {"_flags_": CDECL | KEEPS_LOCK, "_restype_": integer}
    function = type("function", (ctypes.CFuncPtr,), kept)
    loaded = ctypes.dlopen(library, 2)  # RTLD_NOW
    return [function(ctypes.dlsym(loaded, name)) for name in names]


def hide(names: set[str], user_site: str) -> None:
    """Leave sys.modules, sys.path and the import caches as they are where no usercustomize is found."""
    for name in names:
        del sys.modules[name]
    if user_site in sys.path:
        sys.path.remove(user_site)
    sys.path_importer_cache.pop(user_site, None)
    try:
        __import__("usercustomize_that_is_not_there")  # looks into every directory of sys.path
    except ImportError:
        pass


def leave() -> None:
    """The end of a script that nothing can be seen of afterwards (executor/core/python_source.py): see there.

    An error that nobody caught has an exit code of its own, and takes the long way; so does a stream that is broken.
    """
    if hasattr(sys, "last_value"):
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except Exception:
        return
    os._exit(0)
