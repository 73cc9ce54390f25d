"""Whether a Python source can leave by the short way: nothing of it could be seen while the interpreter is taken down.

After its last line CPython runs what `atexit` was given, flushes the standard streams, and then takes every module
apart, which in a forked process copies most of its memory: more time than a small program itself takes. The last part
can only be seen through finalisers (`__del__`, a generator's `finally`, weak references, files that are still open) or
hooks. A source that names none of the ways to have one is let go after the flush.

A scanner that knows few words and lets the rest take the long way: being wrong about honest code is what it must not.
A hostile program that fools it loses its own finalisers, and nothing else.
"""

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MODULES = _words(
    "sys math collections heapq bisect itertools functools string re random time datetime decimal fractions operator"
    " copy typing statistics array dataclasses enum cmath numbers"
)
_OF_SYS = _words("stdin stdout stderr argv setrecursionlimit getrecursionlimit maxsize float_info version")
_UNSAFE = _words(
    "yield async await exit quit SystemExit BaseException open io os gc type exec eval compile globals locals vars"
    " getattr setattr delattr metaclass make_dataclass detach reconfigure fileno close breakpoint help memoryview"
    " __import__ __del__ __dict__ __class__ __builtins__ __loader__ __spec__ __getattr__ __setattr__ __subclasses__"
    " __init_subclass__ __set_name__ __prepare__ __exit__ __stdout__ __stderr__ __mro__ __bases__ __base__"
)
_WORD = re.compile(r"\w+")
_IMPORT = re.compile(r"^[ \t]*(?:import[ \t]+(\w+(?:[ \t]*,[ \t]*\w+)*)|from[ \t]+(\w+)[ \t]+import\b[^\n;]*)", re.M)
_SYS = re.compile(r"\bsys\b(?:\s*\.\s*(\w+))?")
_STREAM_IS_SET = re.compile(r"\bsys\s*\.\s*std(?:in|out|err)\s*(?:=(?!=)|,|\)|:=|\+=|in\b)")
_PRINTED_TO = re.compile(r"\bfile\s*=\s*sys\s*\.\s*std(?:out|err)\s*(?=[,)])")


def leaves_quietly(source: str) -> bool:
    """True where nothing that the source could do is seen after its last line and the flush of its streams."""
    text = unicodedata.normalize("NFKC", source)  # as CPython does with names
    words = _WORD.findall(text)
    if not _UNSAFE.isdisjoint(words) or _STREAM_IS_SET.search(_PRINTED_TO.sub(" ", text)):
        return False
    imports = list(_IMPORT.finditer(text))
    named = [name.strip() for found in imports for name in (found[1] or found[2]).split(",")]
    if len(imports) != words.count("import") or not _MODULES.issuperset(named):
        return False
    elsewhere = _IMPORT.sub(" ", text)
    return all(found[1] in _OF_SYS for found in _SYS.finditer(elsewhere)) and " as " not in "".join(
        line for line in text.splitlines() if "sys" in line and "import" in line
    )
