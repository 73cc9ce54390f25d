"""Which precompiled headers suit a C++ source, so that it means exactly what it means without them.

GCC takes a precompiled header only in the place of the first #include, before any token. The lean one is
<bits/stdc++.h> without <format>, <chrono> and the headers of threads and files, whose templates are most of what g++
has left to do at the end of every program: it is for sources that name nothing of those. A lean compile that fails is
repeated with the full one.
"""

import re

_FIRST = re.compile(
    r"\ufeff?(?:\s++|//[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)*+\#[ \t]*+include[ \t]*+<bits/stdc\+\+\.h>", re.DOTALL
)
# What those headers declare is called so, or is asked for in one of these ways. A name of the program's own that is
# spelt like theirs has to meet them, too.
_NOT_LEAN = re.compile(
    r"format|chrono|literals|_GLIBCXX|__cpp_lib|__has_include|filesystem|future|promise|packaged_task|\basync\b"
    r"|\blaunch\b|thread|stop_token|stop_source|stop_callback|nostopstate|barrier|latch|semaphore|condition_variable"
    r"|cv_status|notify_all_at|shared_mutex|shared_lock|shared_timed|syncbuf|syncstream|emit_on_flush|flush_emit"
)


def headers_of(source: str) -> str:
    """ "lean", "full", or "" where none would be used."""
    if not _FIRST.match(source):
        return ""
    return "full" if _NOT_LEAN.search(source) else "lean"
