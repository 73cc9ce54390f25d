"""The Python zygote: a real `python3 main.py` that stops here, before the script, and forks once per test.

The agent lays this file as `usercustomize.py` where the `site` module of one interpreter finds it, followed by a call
of `install` and an ImportError of this very name, which is how `site` learns that there is no usercustomize at all.
Each request is one message with descriptors; its child goes behind the same walls as a program that is executed, and
then returns: CPython goes on and runs the script, as if nothing had been.

Imported are C modules only, and hidden again from sys.modules before the first fork: a script sees what it would see.
"""

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

MESSAGE_BYTES = 65536
ROOM_FOR_DESCRIPTORS = 64  # bytes, with a message
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIGKILL, SIGCHLD = 9, 17
CLONE_PARENT, CLONE_CHILD_CLEARTID, CLONE_CHILD_SETTID = 0x8000, 0x200000, 0x1000000
TID_BEFORE_ROBUST_LIST = 16  # bytes: where glibc's struct pthread keeps the thread's number
CDECL, KEEPS_LOCK = 1, 4  # flags of a foreign function


class Kernel:
    """Calls that the os module lacks, by `_ctypes` alone: the package around it would be seen by scripts."""

    def __init__(self, ctypes: "Any", numbers: "dict[str, int]") -> None:
        kinds: list[Any] = [type("number", (ctypes._SimpleCData,), {"_type_": kind}) for kind in "lPi"]
        long, pointer, integer = kinds
        kept = {"_flags_": CDECL | KEEPS_LOCK, "_restype_": long}
        function = type("function", (ctypes.CFuncPtr,), kept)
        libc = ctypes.dlopen(None, 0)
        self._numbers, self._pointer, self._integer, self._byref = numbers, pointer, integer, ctypes.byref
        self._syscall, self._prctl = function(ctypes.dlsym(libc, "syscall")), function(ctypes.dlsym(libc, "prctl"))
        names = ("PyOS_BeforeFork", "PyOS_AfterFork_Parent", "PyOS_AfterFork_Child")
        self._before, self._in_parent, self._in_child = (function(ctypes.dlsym(libc, name)) for name in names)
        self._prepare_fork()
        self._hands_over = False

    def syscall(self, name: str, *arguments: "int | bytes | Any") -> int:
        result = int(self._syscall(self._numbers[name], *arguments))
        if result < 0:
            raise OSError(f"{name} failed")
        return result

    def prctl(self, option: int, value: int) -> None:
        if self._prctl(option, value, 0, 0, 0) < 0:
            raise OSError(f"prctl {option} failed")

    def filter(self, code: bytes) -> None:
        """Put a seccomp filter on this process and on all that it forks."""
        address = id(code) + bytes.__basicsize__ - 1  # where a bytes object keeps its bytes
        program = (len(code) // 8).to_bytes(8, sys.byteorder) + address.to_bytes(8, sys.byteorder)
        self.syscall("seccomp", 1, 0, program)

    def _prepare_fork(self) -> None:
        """Find what the C library's own fork mends in a child: the number of its thread, and the robust list."""
        head, size = self._pointer(), self._pointer()
        self.syscall("get_robust_list", 0, self._byref(head), self._byref(size))
        tid = head.value - TID_BEFORE_ROBUST_LIST
        if self._integer.from_address(tid).value != os.getpid():
            raise OSError("a C library that keeps its thread's number elsewhere")
        self._robust = (self._numbers["set_robust_list"], head, size)
        flags = CLONE_PARENT | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD
        order = (tid, 0) if os.uname().machine == "x86_64" else (0, tid)
        self._clone = (self._numbers["clone"], flags, 0, 0, *map(self._pointer, order))

    def fork(self) -> int:
        """As os.fork, but the child is a child of our parent, the agent. Below 0 where there is no room for it."""
        return self._fork_once() if self._hands_over else self._fork_twice()

    def try_out(self) -> int:
        """See whether this kernel can give a child to our parent (gVisor cannot): the pid of what it was given."""
        child = self._fork_once()
        if child == 0:
            os._exit(0)
        if child < 0:
            raise OSError("no room for another process")
        try:
            os.waitpid(child, 0)
        except ChildProcessError:
            self._hands_over = True
        return child if self._hands_over else 0

    def _fork_twice(self) -> int:
        """Through a process in the middle, whose end makes its child the agent's."""
        agent = os.getppid()
        reader, writer = os.pipe()
        try:
            middle = os.fork()
            if middle == 0:
                if self._divide(writer):
                    os._exit(0)
                while os.getppid() != agent:
                    os.sched_yield()
                return 0
            os.waitpid(middle, 0)
            os.set_blocking(reader, False)
            return int(os.read(reader, 16))
        except OSError:
            return -1
        finally:
            os.close(reader)
            os.close(writer)

    def _divide(self, writer: int) -> int:
        try:
            child = os.fork()
        except OSError:
            os._exit(1)
        if child:
            os.write(writer, b"%d" % child)
        return child

    def _fork_once(self) -> int:
        self._before()
        child = int(self._syscall(*self._clone))
        if child:
            self._in_parent()
        else:
            self._in_child()
            self._syscall(*self._robust)
        return child


def install(control: int, user_site: str) -> None:
    """Make ready to stop where the interpreter looks what kind of thing its script is: `site` is over by then.

    control: a descriptor on which the agent sends the filter and the numbers of system calls, and then requests.
    """
    try:
        known = set(sys.modules)
        import _ctypes
        import _socket
        import atexit
        import gc
        import resource

        hide(set(sys.modules) - known, user_site)
        channel = _socket.socket(fileno=control)
        code, numbers = marshal.loads(channel.recv(MESSAGE_BYTES))
        kernel = Kernel(_ctypes, numbers)
        kernel.prctl(PR_SET_PDEATHSIG, SIGKILL)
        kernel.prctl(PR_SET_DUMPABLE, 0)
        kernel.prctl(PR_SET_NO_NEW_PRIVS, 1)
        kernel.filter(code)
        os.chdir("/")
        first = kernel.try_out()
    except BaseException:  # whatever it was: a zygote must never go on to run a script itself
        os._exit(70)

    def look(path: str) -> "Any":
        """The last of sys.path_hooks, until it is called: in a child it says what the others say there."""
        sys.path_hooks.pop()
        gc.freeze()
        gc.unfreeze()  # all that there is is old now: a collection in a child then writes to its own objects only
        channel.send(b"ready %d" % first)
        serve(channel, kernel, lambda order, given: enter(order, given, kernel, resource, atexit.register))
        for hook in sys.path_hooks:
            try:
                return hook(path)
            except ImportError:
                pass
        raise ImportError

    sys.path_hooks.append(look)


def serve(channel: "Any", kernel: Kernel, enter: "Callable[[Any, list[int]], None]") -> None:
    """Answer requests until the agent goes. Returns in a child only."""
    try:
        while True:
            data, ancillary, _, _ = channel.recvmsg(MESSAGE_BYTES, ROOM_FOR_DESCRIPTORS)
            if not data:
                os._exit(0)
            passed = ancillary[0][2]
            given = [int.from_bytes(passed[at : at + 4], sys.byteorder) for at in range(0, len(passed), 4)]
            order = marshal.loads(data)
            child = kernel.fork()
            if child == 0:
                channel.detach()
                enter(order, given)
                return
            for descriptor in given:
                os.close(descriptor)
            channel.send(b"%d" % child)
    except BaseException:
        os._exit(70)


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


def enter(order: "tuple[Any, ...]", given: list[int], kernel: Kernel, resource: "Any", register: "Any") -> None:
    """What `Walls.enter` of the agent does, in its order, but for what is inherited: the filter, the core.

    `given`: 0, 1, 2, where to complain, the rules.
    """
    failure = given[3]
    try:
        uid, groups, limits, cwd, umask, oom_score, no_capabilities, gate, entry = order
        if oom_score:
            write("/proc/self/oom_score_adj", oom_score)
        os.setsid()
        for target in range(3):
            os.dup2(given[target], target)
        for which, pair in limits:
            resource.setrlimit(which, pair)
        os.setgroups(groups)
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        kernel.syscall("capset", *no_capabilities)
        kernel.prctl(PR_SET_DUMPABLE, not gate)  # what waits is no business of the others
        os.chdir(cwd)
        os.umask(umask)
        if len(given) > 4:
            kernel.syscall("landlock_restrict_self", given[4], 0)
        os.closerange(3, failure)
        os.closerange(failure + 1, 4096)
        os.close(failure)
        if gate:
            entry = wait_at(gate)
            kernel.prctl(PR_SET_DUMPABLE, 1)
        if entry == "quiet":
            register(leave)  # first in: what the script registers comes before it
    except BaseException as error:
        give_up(failure, error)


def wait_at(gate: str) -> str:
    """Until the agent writes to the FIFO `gate`: what it says, "quiet" where the script may leave by the short way.

    Where it closes it, no one waits for this child any more.
    """
    descriptor = os.open(gate, os.O_RDONLY)
    told = os.read(descriptor, 64)
    if not told:
        os._exit(0)
    os.close(descriptor)
    return told.decode().strip()


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


def write(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    os.write(descriptor, data)
    os.close(descriptor)


def give_up(failure: int, error: BaseException) -> "NoReturn":
    os.write(failure, f"zygote: {type(error).__name__}: {error}".encode())
    os._exit(127)
