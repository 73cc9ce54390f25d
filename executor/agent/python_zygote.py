"""The Python zygote: a real `python3 main.py` that stops here, before the script, and forks once per test.

The agent lays this file as `usercustomize.py` where the `site` module of one interpreter finds it, followed by a call
of `serve`. Each request is one message with descriptors; its child goes behind the same walls as a program that is
executed, and then returns: CPython goes on and runs the script, as if nothing had been. An ImportError of this very
name is how `site` learns that there is no usercustomize at all.

Imported are C modules only, and hidden again from sys.modules before the first fork: a script sees what it would see.
"""

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

MESSAGE_BYTES = 65536
DESCRIPTORS = 8  # at most, with a message
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SIGKILL = 9


class Kernel:
    """Calls that the os module lacks, by `_ctypes` alone: the package around it would be seen by scripts."""

    def __init__(self, ctypes: "Any") -> None:
        libc = ctypes.dlopen(None, 0)
        self._call = ctypes.call_function
        self._syscall, self._prctl = ctypes.dlsym(libc, "syscall"), ctypes.dlsym(libc, "prctl")

    def syscall(self, number: int, *arguments: int | bytes) -> None:
        if self._call(self._syscall, (number, *arguments)) < 0:
            raise OSError(f"system call {number} failed")

    def prctl(self, option: int, value: int) -> None:
        if self._call(self._prctl, (option, value, 0, 0, 0)) < 0:
            raise OSError(f"prctl {option} failed")


def serve(control: int, user_site: str) -> None:
    """Answer requests on the descriptor `control` until the agent goes. Returns in a child only."""
    try:
        known = set(sys.modules)
        import _ctypes
        import _socket
        import atexit
        import resource

        hide(set(sys.modules) - known, user_site)
        kernel = Kernel(_ctypes)
        kernel.prctl(PR_SET_PDEATHSIG, SIGKILL)
        kernel.prctl(PR_SET_DUMPABLE, 0)
        channel = _socket.socket(fileno=control)
        os.chdir("/")
        channel.send(b"ready")
        while True:
            data, ancillary, _, _ = channel.recvmsg(MESSAGE_BYTES, _socket.CMSG_SPACE(4 * DESCRIPTORS))
            if not data:
                os._exit(0)
            passed = ancillary[0][2]
            given = [int.from_bytes(passed[at : at + 4], sys.byteorder) for at in range(0, len(passed), 4)]
            middle = os.fork()
            if middle == 0 and divide(channel):
                channel.detach()
                enter(marshal.loads(data), given, kernel, resource, atexit.register)
                return
            os.waitpid(middle, 0)
            for descriptor in given:
                os.close(descriptor)
            channel.send(b"done")
    except BaseException:  # whatever it was: a zygote must never go on to run a script itself
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


def divide(channel: "Any") -> bool:
    """In the middle process: fork the child and end, so that the kernel makes it the agent's. True in the child."""
    child = os.fork()
    if child:
        channel.send(b"%d" % child)
        os._exit(0)
    return True


def enter(order: "dict[str, Any]", given: list[int], kernel: Kernel, resource: "Any", register: "Any") -> None:
    """What `Walls.enter` of the agent does, in its order. `given`: 0, 1, 2, where to complain, the rules."""
    failure = given[3]
    try:
        write("/proc/self/oom_score_adj", order["oom_score"])
        while os.getppid() != order["parent"]:  # until the middle process has ended
            os.sched_yield()
        os.setsid()
        for target in range(3):
            os.dup2(given[target], target)
        if order["core"] is not None:
            try:
                os.sched_setaffinity(0, {order["core"]})
            except OSError:  # a core that this box may not use
                pass
        for which, pair in order["limits"]:
            resource.setrlimit(which, pair)
        os.setgroups(order["groups"])
        os.setresgid(order["uid"], order["uid"], order["uid"])
        os.setresuid(order["uid"], order["uid"], order["uid"])
        kernel.syscall(order["capset"], *order["no_capabilities"])
        kernel.prctl(PR_SET_NO_NEW_PRIVS, 1)
        kernel.prctl(PR_SET_DUMPABLE, 1)
        os.chdir(order["cwd"])
        os.umask(order["umask"])
        if len(given) > 4:
            kernel.syscall(order["landlock_restrict_self"], given[4], 0)
        os.closerange(3, failure)
        os.closerange(failure + 1, 4096)
        code = order["filter"]
        address = id(code) + bytes.__basicsize__ - 1  # where a bytes object keeps its bytes
        program = (len(code) // 8).to_bytes(8, sys.byteorder) + address.to_bytes(8, sys.byteorder)
        kernel.syscall(order["seccomp"], 1, 0, program)
        os.close(failure)
        entry = order["entry"]
        if order["gate"]:
            kernel.prctl(PR_SET_DUMPABLE, 0)
            entry = wait_at(order["gate"])
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
