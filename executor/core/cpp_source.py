"""Which precompiled headers suit a C++ source, so that it means exactly what it means without them.

GCC takes a precompiled header only in the place of the first #include, before any token. The lean one is
<bits/stdc++.h> without <format> and <chrono>, whose templates are three quarters of what g++ has left to do: it is for
sources that name nothing of those two. A lean compile that fails is repeated with the full one.
"""

import re

_FIRST = re.compile(
    r"\ufeff?(?:\s++|//[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)*+\#[ \t]*+include[ \t]*+<bits/stdc\+\+\.h>", re.DOTALL
)
# What those two headers declare is called so, or is asked for in one of these ways.
_NOT_LEAN = re.compile(r"format|chrono|literals|_GLIBCXX|__cpp_lib|__has_include")


def headers_of(source: str) -> str:
    """ "lean", "full", or "" where none would be used."""
    if not _FIRST.match(source):
        return ""
    return "full" if _NOT_LEAN.search(source) else "lean"
