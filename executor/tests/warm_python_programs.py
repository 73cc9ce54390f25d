"""Python programs that show how they were started: run cold and warm, they must not be told apart."""

from typing import Final

Program = tuple[str, bytes]  # source, stdin

PROGRAMS: Final[dict[str, Program]] = {
    "sum": ("print(sum(map(int, input().split())))", b"1 2\n"),
    "nothing": ("", b""),
    "no newline at the end": ("import sys; sys.stdout.write('x')", b""),
    "argv": ("import sys; print(sys.argv, sys.orig_argv, sys.executable, sys.prefix, sys.base_prefix)", b""),
    "main": ("print(__name__, __file__, __doc__, __package__, __spec__, __loader__.__class__, __builtins__)", b""),
    "globals": ("print(sorted(globals()))\nprint(sorted(vars(__import__('__main__'))))", b""),
    "flags": ("import sys; print(sys.flags, sys.warnoptions, sys._xoptions, sys.dont_write_bytecode)", b""),
    "path": ("import sys; print(sys.path, sys.meta_path, sys.path_hooks)", b""),
    "import caches": ("import sys; print(sorted(sys.path_importer_cache))", b""),
    "modules": ("import sys; print(sorted(sys.modules))", b""),
    "site": (
        "import site; print(site.ENABLE_USER_SITE, site.USER_SITE, site.USER_BASE, site.PREFIXES, sorted(vars(site)))",
        b"",
    ),
    "builtins": ("import builtins; print(sorted(vars(builtins)))", b""),
    "no usercustomize": ("try:\n    import usercustomize\nexcept ImportError as e: print(e, e.name)", b""),
    "own usercustomize": (
        "open('usercustomize.py', 'w').write('x = 5')\nimport usercustomize; print(usercustomize.x)",
        b"",
    ),
    "neighbour": ("open('other.py', 'w').write('y = 7')\nimport other; print(other.y, other.__file__)", b""),
    "package beside it": (
        "import os\nos.mkdir('p')\nopen('p/__init__.py', 'w').write('from . import q')\n"
        "open('p/q.py', 'w').write('print(__name__, __package__)')\nimport p; print(sorted(os.listdir('p')))",
        b"",
    ),
    "shadowed module": ("open('random.py', 'w').write('z = 1')\nimport random; print(random.z)", b""),
    "files": ("import os; print(os.getcwd(), os.listdir('.'), oct(os.stat('.').st_mode), oct(os.umask(0)))", b""),
    "mode of a new file": ("import os\nopen('f', 'w').close(); print(oct(os.stat('f').st_mode))", b""),
    "environment": ("import os; print(sorted(os.environ.items()), os.get_exec_path())", b""),
    "environment of the kernel": ("print(sorted(open('/proc/self/environ').read().split('\\0')))", b""),
    "command of the kernel": ("print(open('/proc/self/cmdline').read(), open('/proc/self/comm').read())", b""),
    "exe": ("import os; print(os.readlink('/proc/self/exe'), os.readlink('/proc/self/cwd'))", b""),
    "uid and gid": (
        "import os\nprint(len(set(os.getresuid())), len(set(os.getresgid())), len(os.getgroups()), os.getuid() > 9999)",
        b"",
    ),
    "parent": ("import os; print(os.getppid(), os.getpgrp() == os.getpid(), os.getsid(0) == os.getpid())", b""),
    "rights": (
        "keep = ('Cap', 'NoNew', 'Seccomp', 'Umask', 'Groups', 'Sig', 'Shd')\n"
        "text = open('/proc/self/status').read().splitlines()\n"
        "print([line for line in text if line.startswith(('Cap', 'NoNew', 'Seccomp', 'Umask', 'SigIgn', 'SigCgt', 'SigBlk'))])",
        b"",
    ),
    "limits": ("print(open('/proc/self/limits').read())", b""),
    "oom score": ("print(open('/proc/self/oom_score_adj').read())", b""),
    "owner of proc": (
        "import os; print(os.stat('/proc/self/mem').st_uid == os.getuid(), len(os.listdir('/proc/self/fd')))",
        b"",
    ),
    "dumpable": (
        "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), ctypes.CDLL(None).prctl(39, 0, 0, 0, 0))",
        b"",
    ),
    "descriptors": (
        "import os\nfound = []\nfor n in range(300):\n    try: os.fstat(n); found.append(n)\n    except OSError: pass\nprint(found)",
        b"",
    ),
    "descriptor kinds": (
        "import os, stat\nfor n in range(3): print(oct(stat.S_IFMT(os.fstat(n).st_mode)), os.isatty(n), os.get_inheritable(n))",
        b"x",
    ),
    "streams": (
        "import sys\nfor s in (sys.stdin, sys.stdout, sys.stderr):\n"
        "    print(s.name, s.mode, s.encoding, s.errors, s.line_buffering, s.write_through, s.seekable(), s.newlines)\n"
        "    print(type(s.buffer), type(s.buffer.raw), s.buffer.raw.closefd)",
        b"abc\n",
    ),
    "read all": ("import sys; print(len(sys.stdin.read()))", b"line\n" * 50000),
    "read lines": ("import sys\nfor line in sys.stdin: print(line.rstrip()[::-1])", b"abc\ndef\n\xc3\xa4\n"),
    "read bytes": ("import sys; print(sys.stdin.buffer.read())", bytes(range(256))),
    "invalid text": ("print(input())", b"\xff\xfe\n"),
    "end of file": ("print(input()); print(input())", b"one\n"),
    "seek in stdin": ("import sys; sys.stdin.readline(); sys.stdin.seek(0); print(sys.stdin.read())", b"a\nb\n"),
    "stdin by path": ("print(open('/dev/stdin').read(), open(0).read())", b"twice"),
    "stdin by descriptor": ("import os; print(os.read(0, 3), os.lseek(0, 0, 1), os.read(0, 100))", b"abcdef"),
    "flush at exit": ("print('a', end=''); import os; os.write(1, b'b')", b""),
    "stdout and stderr": ("import sys\nprint('out'); print('err', file=sys.stderr); print('out again')", b""),
    "closed stdout": ("import sys; sys.stdout.close()", b""),
    "descriptor of stdout closed": ("import os; print('x'); os.close(1)", b""),
    "exit 0": ("raise SystemExit", b""),
    "exit 3": ("import sys; print('bye'); sys.exit(3)", b""),
    "exit with a text": ("import sys; sys.exit('what a pity')", b""),
    "exit of an odd kind": ("raise SystemExit([1, 2])", b""),
    "hard exit": ("import os; print('lost'); os._exit(9)", b""),
    "quit": ("quit(4)", b""),
    "exception": ("def f(x):\n    return 1 // x\ndef g():\n    f(0)\ng()", b""),
    "exception in a comprehension": ("print([1 / n for n in (1, 0)])", b""),
    "chained exception": ("try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('b') from e", b""),
    "exception group": ("raise ExceptionGroup('several', [ValueError(1), TypeError('two')])", b""),
    "syntax error": ("def f(:\n  pass", b""),
    "indentation error": ("if True:\nprint(1)", b""),
    "syntax error in an import": ("open('bad.py', 'w').write('x = = 1')\nimport bad", b""),
    "nul in the source": ("print(1)\0", b""),
    "encoding cookie": ("# -*- coding: latin-1 -*-\nprint(len('\u00e4'))", b""),
    "bad encoding cookie": ("# -*- coding: nothing-known -*-\nprint(1)", b""),
    "byte order mark": ("\ufeffprint('marked')", b""),
    "syntax warning": ("print(1 is 1, '\\d')", b""),
    "deprecation warning": ("import warnings; warnings.warn('old', DeprecationWarning); warnings.warn('mind')", b""),
    "name error with a hint": ("import math\nprintt(1)", b""),
    "recursion error": ("def f(n): return f(n + 1)\nf(0)", b""),
    "recursion depth": ("def f(n):\n    try: return f(n + 1)\n    except RecursionError: return n\nprint(f(0))", b""),
    "deep recursion": (
        "import sys\nsys.setrecursionlimit(20000)\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nprint(f(15000))",
        b"",
    ),
    "deep recursion in a thread": (
        "import sys, threading\nsys.setrecursionlimit(50000)\nthreading.stack_size(64 << 20)\n"
        "def f(n): return 0 if n == 0 else 1 + f(n - 1)\n"
        "t = threading.Thread(target=lambda: print(f(40000))); t.start(); t.join()",
        b"",
    ),
    "frames": (
        "import sys, traceback\nf = sys._getframe()\nprint(f.f_back, f.f_code.co_filename, f.f_lineno)\n"
        "print(traceback.format_stack())",
        b"",
    ),
    "exception state": (
        "import sys; print(sys.exc_info(), hasattr(sys, 'last_value'), hasattr(sys, 'last_traceback'))",
        b"",
    ),
    "hash": ("print(hash('a'), hash((1, 'b')), {'x', 'y', 'z'}, sorted({'k': 1}), hash(b'q'))", b""),
    "random": ("import random; random.seed(5); print(random.random(), random.Random(3).getrandbits(64))", b""),
    "gc": (
        "import gc; print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.get_freeze_count(), gc.garbage)",
        b"",
    ),
    "audit and trace": (
        "import sys; print(sys.gettrace(), sys.getprofile(), sys.getswitchinterval(), sys.excepthook)",
        b"",
    ),
    "threads": (
        "import threading\nr = []\nts = [threading.Thread(target=r.append, args=(n,)) for n in range(20)]\n"
        "[t.start() for t in ts]; [t.join() for t in ts]\nprint(sorted(r), threading.active_count(), threading.main_thread().name)",
        b"",
    ),
    "main thread": (
        "import threading, os\nm = threading.main_thread()\n"
        "print(m.native_id == os.getpid() == threading.get_native_id(), m is threading.current_thread(), m.name)",
        b"",
    ),
    "signal to the main thread": (
        "import signal, threading\nsignal.signal(signal.SIGUSR1, lambda n, f: print('got', n))\n"
        "t = threading.Thread(target=lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGUSR1))\n"
        "t.start(); t.join(); print('end')",
        b"",
    ),
    "thread that goes on": (
        "import threading, time\nthreading.Thread(target=lambda: (time.sleep(.05), print('late'))).start()\nprint('early')",
        b"",
    ),
    "daemon thread": (
        "import threading, time\nthreading.Thread(target=lambda: time.sleep(30), daemon=True).start()\nprint('left')",
        b"",
    ),
    "exception in a thread": (
        "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='T')\nt.start(); t.join(); print('on')",
        b"",
    ),
    "atexit": (
        "import atexit\natexit.register(print, 'first in'); atexit.register(print, 'last in')\nprint('body')",
        b"",
    ),
    "atexit after an exception": ("import atexit\natexit.register(print, 'still')\nraise KeyError('k')", b""),
    "finaliser at exit": (
        "class A:\n    def __del__(self): print('gone', __name__)\na = A(); b = [a]; b.append(b)",
        b"",
    ),
    "weak finaliser": ("import weakref\nclass A: pass\na = A(); weakref.finalize(a, print, 'finalised')", b""),
    "generator at exit": ("def g():\n    try: yield 1\n    finally: print('closed')\nx = g(); next(x)", b""),
    "signals": ("import signal\nfor s in signal.Signals: print(s.name, signal.getsignal(s))", b""),
    "interrupt": ("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(10**8): pass", b""),
    "terminate": ("import os; print('x', flush=True); os.kill(os.getpid(), 15)", b""),
    "abort": ("import os; os.abort()", b""),
    "segmentation fault": ("import ctypes; ctypes.string_at(0)", b""),
    "broken pipe ignored": (
        "import signal; print(signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGXFSZ))",
        b"",
    ),
    "alarm": ("import signal\nsignal.setitimer(signal.ITIMER_REAL, .02)\nsignal.pause()", b""),
    "faulthandler": ("import faulthandler; print(faulthandler.is_enabled())", b""),
    "fork": (
        "import os\np = os.fork()\nif p == 0:\n    print('child'); os._exit(0) if 0 else None\nelse: os.wait(); print('parent')",
        b"",
    ),
    "subprocess": (
        "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', 'print(6 * 7)'], capture_output=True))",
        b"",
    ),
    "subprocess reads stdin": (
        "import subprocess\nprint(subprocess.run(['/bin/cat'], capture_output=True).stdout)",
        b"passed on",
    ),
    "multiprocessing": (
        "import multiprocessing as m\ndef f(x): return x * x\n"
        "if __name__ == '__main__':\n    with m.get_context('fork').Pool(2) as p: print(p.map(f, range(5)))",
        b"",
    ),
    "spawned process": (
        "import multiprocessing as m\ndef f(): print('spawned', __name__)\n"
        "if __name__ == '__main__':\n    p = m.get_context('spawn').Process(target=f); p.start(); p.join(); print(p.exitcode)",
        b"",
    ),
    "executors": (
        "from concurrent.futures import ThreadPoolExecutor as T\nwith T(3) as t: print(list(t.map(abs, [-1, -2])))",
        b"",
    ),
    "asyncio": ("import asyncio\nasync def f():\n    await asyncio.sleep(.01); return 8\nprint(asyncio.run(f()))", b""),
    "ctypes": (
        "import ctypes, struct\nlibc = ctypes.CDLL(None, use_errno=True)\nprint(libc.getpid() > 0, ctypes.sizeof(ctypes.c_long))\n"
        "class P(ctypes.Structure): _fields_ = [('a', ctypes.c_int)]\nprint(P(3).a, ctypes.pythonapi.Py_IsInitialized())",
        b"",
    ),
    "sockets": ("import socket\na, b = socket.socketpair()\na.send(b'hi'); print(b.recv(9), socket.AF_INET)", b""),
    "resource": ("import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE), resource.RUSAGE_SELF)", b""),
    "processor time so far": (
        "import resource, time\nu = resource.getrusage(resource.RUSAGE_SELF)\nc = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(0 <= u.ru_utime + u.ru_stime < .5, c.ru_utime + c.ru_stime, time.process_time() < .5)",
        b"",
    ),
    "affinity": ("import os; print(os.sched_getaffinity(0), os.cpu_count(), os.nice(0))", b""),
    "big libraries": (
        "import collections, heapq, bisect, itertools, functools, re, json, math, decimal, fractions, datetime, string, typing\n"
        "import dataclasses, enum, statistics, operator, copy, array, queue, random, sqlite3, zlib, hashlib, unicodedata\n"
        "print(re.sub('a+', 'b', 'caat'), json.dumps({'a': [1]}), decimal.Decimal(1) / 3, hashlib.sha256(b'').hexdigest())",
        b"",
    ),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P: x: int = 1\nprint(P(), P.__module__, P.__qualname__)",
        b"",
    ),
    "pickle of main": (
        "import pickle\nclass P: pass\nprint(pickle.dumps(P()), type(pickle.loads(pickle.dumps(P()))))",
        b"",
    ),
    "inspect own source": (
        "import inspect, sys\ndef f(): return 1\nprint(inspect.getsource(f), inspect.getsource(sys.modules['__main__']))",
        b"",
    ),
    "logging": ("import logging; logging.warning('careful'); logging.getLogger('a').error('bad')", b""),
    "locale": (
        "import locale, sys; print(locale.getpreferredencoding(), locale.setlocale(locale.LC_ALL), sys.getfilesystemencoding())",
        b"",
    ),
    "large output": ("print('x' * 300000)", b""),
    "unicode output": ("print('\u00e4\u20ac\U0001f600')", b""),
    "lone surrogate": ("print('\\ud800')", b""),
    "temporary files": (
        "import tempfile, os\nf = tempfile.NamedTemporaryFile(); print(os.path.dirname(f.name), os.path.expanduser('~'))",
        b"",
    ),
    "integer of many digits": ("print(len(str(10 ** 4000)))\nprint(int('1' * 5000))", b""),
    "memory error": ("try: x = bytearray(1 << 62)\nexcept MemoryError as e: print('none', e)", b""),
    "tracemalloc": ("import tracemalloc; print(tracemalloc.is_tracing())", b""),
    "what the heap knows": (
        "import gc\nwords = ('zygote', 'user_site', 'no_capabilities', 'landlock')\n"
        "print([w for o in gc.get_objects() if isinstance(o, dict) for w in words if w in o])",
        b"",
    ),
}
