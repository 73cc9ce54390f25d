#!/usr/bin/python3
"""The agent: PID 1 of a sandbox. It takes frames in, runs one untrusted program a frame, and sends frames out.

Standard library only, imports nothing of the project, runs on Python 3.11 and later. `executor/core/protocol.py`
is the other side. Two ways to keep runs apart, by what the sandbox allows:

setuid  (root with SETUID and SETGID and nothing more): every run has a uid that this box never used before.
userns  (no privilege): every run has user, pid and IPC namespaces of its own.

Usage: agent.py [--work DIR] [--nproc] [--no-memfd]                   frames on descriptors 0 and 1
       agent.py [--work DIR] [--max-boxes N] --listen SOCKET         one box a connection
"""

from __future__ import annotations

import _json
import contextlib
import ctypes
import errno
import fcntl
import gc
import os
import resource
import select
import stat
import struct
import sys
import time

# A box starts with this file: with their Python halves (enum, re, selectors) these modules would take 15 ms of its 30.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    import socket
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, NoReturn
else:
    import _signal as signal
    import _socket as socket

PROTOCOL = 2
LENGTHS = struct.Struct("!II")
MAX_HEAD = 1 << 20
MAX_BLOB = 64 << 20
CHUNK = 1 << 20
SMALL = 32 << 10  # bytes that are copied rather than written by themselves

SAMPLE_SECONDS = 0.005  # memory and CPU time of the run
SHORT_SECONDS = 0.002  # in which a short program is only waited for: its output is read when it has ended
IDLE_SAMPLE_SECONDS = 0.1  # time that its threads spent waiting for a core
ALIVE_SECONDS = 1.0
KILL_SECONDS = 10.0  # a process that survives SIGKILL for longer is the kernel's, and the box is given up
UIDS_IN_ALL = 1 << 22  # of one agent, where every uid is mapped
SHARED_DIRECTORIES = ("/tmp", "/var/tmp", "/dev/shm")  # what runs may share, and is wiped
PATH = "/usr/local/bin:/usr/bin:/bin"
FORKER_SECONDS = 5.0  # until a zygote or a launcher must be there, else runs are started without it
FORK_SECONDS = 30.0  # until it must have answered, else the box is given up: it may have been paused
AHEAD_SECONDS = 20.0  # that a request waits for what is on its way to its gate, else it is started cold
GIVE_UP_SECONDS = 120.0  # until it must stand there, else nothing more is started ahead in this box
AHEAD_CPU_SECONDS = 20  # what it may use on the way, beside the run's own limit
QUIET_SECONDS = 0.003  # without a request, before one more is started ahead
WAITING_SCORE = 500  # oom_score_adj of what waits at its gate
DECLINE_SECONDS = 0.5  # of CPU, at most, for a gate to find that it cannot start a program
MOST_FILES = 1000  # of one artifact
COLLECT_SECONDS = 0.1  # until what a run left in sockets must have been freed, else the box is given up
LEFT_BYTES = 1 << 20  # by which what a box holds may differ before a run and after it
GATE, DECLINED = ".gate", ".cold"  # files in the run's directory: what it waits at; it asks to be started cold
HEADERS, SNAPSHOTS = "/opt/headers", "/opt/snapshots"  # what compilers and runtimes need not work out again
GATES = "/opt/agent"  # what runtimes that are started ahead wait with
MAX_FILE_BYTES = 256 << 20
MAX_EXPORT = 16 << 20  # bytes of one artifact
MIN_STACK_BYTES = 8 << 20
INODE_BYTES = 1024  # what the kernel keeps for one file on tmpfs, about
TICK = os.sysconf("SC_CLK_TCK")
FROZEN = 4_102_444_800  # the year 2100
UID, GID = os.getuid(), os.getgid()

Head = dict[str, "Any"]  # of a frame

libc = ctypes.CDLL(None, use_errno=True)


class PeerGone(Exception):
    """The worker closed its end: there is no one left to work for."""


class Broken(Exception):
    """This box cannot go on; the worker is told why, and throws it away."""


class Options:
    """The command line. Not argparse: a box starts with this file, and that import alone would take 6 ms of it."""

    def __init__(self, words: list[str]) -> None:
        self.work = "/box"  # --work DIR: a tmpfs of the agent's own
        self.nproc = False  # --nproc: bound processes by RLIMIT_NPROC, where no cgroup does it
        self.no_memfd = False  # --no-memfd: deny memfd_create, where no cgroup counts its memory
        self.listen = ""  # --listen SOCKET: serve many boxes, one a connection
        self.max_boxes = 16  # --max-boxes N: connections at once
        left = iter(words)
        for word in left:
            if word == "--nproc":
                self.nproc = True
            elif word == "--no-memfd":
                self.no_memfd = True
            elif word == "--work":
                self.work = next(left, "")
            elif word == "--listen":
                self.listen = next(left, "")
            elif word == "--max-boxes":
                self.max_boxes = int(next(left, ""))
            else:
                raise SystemExit(f"agent: unknown option {word!r}; see the head of {__file__}")
        if self.listen:  # the cgroup is shared: it keeps no box from taking all processes, nor sees whose memory it is
            self.nproc = self.no_memfd = True


# --- the kernel's calls that the os module lacks -------------------------------------------------------------

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 1, 4, 38, 36
CLONE_NEWNS_MASK = 0x7E020000  # every CLONE_NEW* flag that clone(2) takes
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND = 1, 2, 4, 32, 4096
MACHINE = os.uname().machine
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column of SYSCALLS, AUDIT_ARCH_*

# fmt: off
SYSCALLS = {  # name: (x86-64, aarch64)
    "clone": (56, 220), "clone3": (435, 435), "socket": (41, 198), "socketpair": (53, 199), "seccomp": (317, 277),
    "capset": (126, 91), "memfd_create": (319, 279),
    "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
    "mount": (165, 40),
}
DENIED = {  # answered with EPERM in every run; None: this machine has no such call
    # other processes' memory and descriptors
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "process_madvise": (440, 440), "pidfd_getfd": (438, 438), "userfaultfd": (323, 282), "memfd_secret": (447, 447),
    # wide kernel surface
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "io_setup": (206, 0), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "fanotify_init": (300, 262), "lookup_dcookie": (212, 18),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "quotactl": (179, 60),
    "quotactl_fd": (443, 443), "uselib": (134, None), "ustat": (136, None), "sysfs": (139, None),
    "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "move_mount": (429, 429), "open_tree": (428, 428), "open_tree_attr": (467, 467),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442),
    # the machine
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "syslog": (103, 116), "sethostname": (170, 161), "setdomainname": (171, 162),
    "vhangup": (153, 58),
    # what outlives a process
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "shmdt": (67, 197), "semget": (64, 190),
    "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186), "msgsnd": (69, 189),
    "msgrcv": (70, 188), "msgctl": (71, 187), "mq_open": (240, 180), "mq_unlink": (241, 181),
    "mq_timedsend": (242, 182), "mq_timedreceive": (243, 183), "mq_notify": (244, 184), "mq_getsetattr": (245, 185),
    # other cores and their memory: a run stays on the core that it was given
    "sched_setaffinity": (203, 122), "move_pages": (279, 239), "migrate_pages": (256, 238), "mbind": (237, 235),
    "set_mempolicy": (238, 237),
}
# fmt: on


def number(name: str, machine: str = MACHINE) -> int:
    """A syscall's number on a machine. Broken where the machine is unknown."""
    if machine not in ARCHITECTURES:
        raise Broken(f"no system call table for {machine}")
    return SYSCALLS[name][ARCHITECTURES[machine][0]]


def syscall(name: str, *arguments: object) -> int:
    """A raw system call; OSError on failure."""
    result = int(libc.syscall(ctypes.c_long(number(name)), *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def prctl(option: int, value: int) -> None:
    """prctl(2) with one argument; OSError on failure."""
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"prctl {option}: {os.strerror(code)}")


# --- seccomp: what no run may ask the kernel -----------------------------------------------------------------

RETURN_ALLOW, RETURN_ERRNO, RETURN_KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
AT_NUMBER, AT_ARCH, AT_FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
SOCKET_FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6
X32_BIT = 0x40000000


class SockFprog(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def seccomp_filter(allow_memfd: bool, machine: str = MACHINE) -> bytes:
    """The BPF program (struct sock_filter[]) of every run: a deny list, and foreign architectures killed."""
    if machine not in ARCHITECTURES:
        raise Broken(f"no system call table for {machine}")
    column, audit_arch = ARCHITECTURES[machine]
    code: list[tuple[int, int, int, int]] = []  # code, jump if true, jump if false, operand

    def answer(error: int) -> tuple[int, int, int, int]:
        return (RETURN, 0, 0, RETURN_ERRNO | error)

    def when(syscall_name: str, *body: tuple[int, int, int, int]) -> None:
        code.append((JUMP_EQUAL, 0, len(body), number(syscall_name, machine)))
        code.extend(body)

    code += [(LOAD, 0, 0, AT_ARCH), (JUMP_EQUAL, 1, 0, audit_arch), (RETURN, 0, 0, RETURN_KILL)]
    code.append((LOAD, 0, 0, AT_NUMBER))
    if machine == "x86_64":
        code += [(JUMP_GREATER_EQUAL, 0, 1, X32_BIT), answer(errno.ENOSYS)]
    when("clone3", answer(errno.ENOSYS))  # EPERM would break threads: the C library falls back on ENOSYS only
    if not allow_memfd:
        when("memfd_create", answer(errno.ENOSYS))
    families = [(JUMP_EQUAL, len(SOCKET_FAMILIES) - at, 0, one) for at, one in enumerate(SOCKET_FAMILIES)]
    argument = (LOAD, 0, 0, AT_FIRST_ARGUMENT)
    allow = (RETURN, 0, 0, RETURN_ALLOW)
    when("socket", argument, *families, answer(errno.EAFNOSUPPORT), allow)
    when("socketpair", argument, (JUMP_EQUAL, 1, 0, 1), answer(errno.EAFNOSUPPORT), allow)
    when("clone", argument, (JUMP_ANY_BIT, 0, 1, CLONE_NEWNS_MASK), answer(errno.EPERM), allow)
    numbers = sorted(found for found in (row[column] for row in DENIED.values()) if found is not None)
    code += one_of(numbers, answer(errno.EPERM), allow)
    return b"".join(struct.pack("=HBBI", *one) for one in code)


def one_of(
    numbers: list[int], yes: tuple[int, int, int, int], no: tuple[int, int, int, int]
) -> list[tuple[int, int, int, int]]:
    """A search in halves: the kernel tries every call that there is when it takes a filter."""
    if len(numbers) <= 4:
        return [(JUMP_EQUAL, len(numbers) - at, 0, one) for at, one in enumerate(numbers)] + [no, yes]
    middle = len(numbers) // 2
    below, above = one_of(numbers[:middle], yes, no), one_of(numbers[middle:], yes, no)
    return [(JUMP_GREATER_EQUAL, len(below), 0, numbers[middle]), *below, *above]


def install_seccomp(program: bytes) -> None:
    """Put the filter on this process and all that it starts; needs no_new_privs."""
    fprog = SockFprog(len(program) // 8, program)
    syscall("seccomp", ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.byref(fprog))


# --- Landlock: which files a run sees ------------------------------------------------------------------------

FS_EXECUTE, FS_WRITE, FS_READ, FS_READ_DIR = 1, 2, 4, 8
FS_TRUNCATE, FS_IOCTL = 1 << 14, 1 << 15
FS_OF_A_FILE = FS_EXECUTE | FS_WRITE | FS_READ | FS_TRUNCATE | FS_IOCTL
LOOK = FS_EXECUTE | FS_READ | FS_READ_DIR
SEEN = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/proc", "/sys/devices/system/cpu")
RULE = struct.Struct("=Qi")  # struct landlock_path_beneath_attr
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def landlock_abi() -> int:
    """The kernel's Landlock version; 0 where it has none."""
    try:
        return syscall("landlock_create_ruleset", None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except (OSError, Broken):
        return 0


def landlock_rights(abi: int) -> int:
    """Every right on files that this version handles: 13 at first, then refer, truncate and ioctl."""
    return (1 << (13 + (abi >= 2) + (abi >= 3) + (abi >= 5))) - 1


class Landlock:
    """The rules that are the same for every run, made once: the paths behind them are never changed or removed."""

    def __init__(self, abi: int, writable: Sequence[str]) -> None:
        """writable: where all runs may write."""
        self._everything = landlock_rights(abi)
        attributes = struct.pack("=QQQ", self._everything, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
        self._attributes = attributes[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
        seen = dict.fromkeys(map(os.path.realpath, SEEN))
        for path in list(seen):
            if any(path.startswith(f"{other}/") for other in seen):
                del seen[path]  # /bin, where it is /usr/bin
        rules = [(path, LOOK) for path in seen]
        rules += [(path, FS_READ | FS_WRITE) for path in DEVICES]
        rules += [(path, self._everything & ~FS_IOCTL) for path in writable]
        self._kept = [rule for path, rights in rules if (rule := self._rule(path, rights))]

    def ruleset(self, read_only: Sequence[str], writable: str) -> int:
        """A ruleset (descriptor): the system and `read_only` may be read, `writable` anything, the rest nothing."""
        size = ctypes.c_size_t(len(self._attributes))
        ruleset = syscall("landlock_create_ruleset", self._attributes, size, ctypes.c_uint32(0))
        own = [(path, LOOK) for path in read_only] + [(writable, self._everything & ~FS_IOCTL)]
        made = [rule for path, rights in own if (rule := self._rule(path, rights))]
        call, nothing = number("landlock_add_rule"), 0
        for rule in (*self._kept, *made):
            if libc.syscall(call, ruleset, 1, rule, nothing) < 0:
                raise OSError(ctypes.get_errno(), "landlock_add_rule")
        for rule in made:
            os.close(RULE.unpack(rule)[1])
        return ruleset

    def _rule(self, path: str, rights: int) -> bytes:
        """A rule, with a descriptor of its path; empty where this box has no such path: nothing to allow."""
        try:
            at = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return b""
        if not stat.S_ISDIR(os.fstat(at).st_mode):
            rights &= FS_OF_A_FILE
        return RULE.pack(rights & self._everything, at)


# --- reading what the kernel says ----------------------------------------------------------------------------


def slurp(path: str) -> bytes:
    """A small kernel file's text; empty where it cannot be read (a process that has just gone)."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def fields(text: bytes) -> dict[bytes, int]:
    """`name number` or `name: number kB` lines as a dictionary."""
    found = {}
    for line in text.splitlines():
        parts = line.split()
        if len(parts) >= 2 and parts[1].isdigit():
            found[parts[0].rstrip(b":")] = int(parts[1])
    return found


class KernelFile:
    """A file of the kernel's that is read again and again: kept open, for most of a look at one is finding it."""

    def __init__(self, path: str) -> None:
        self._descriptor = -1
        with contextlib.suppress(OSError):
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def read(self) -> bytes:
        """Its text; empty where it cannot be read."""
        try:
            return os.pread(self._descriptor, 16384, 0)
        except OSError:
            return b""

    def number(self) -> int:
        """The one number that it holds; 0 where it does not."""
        try:
            return int(self.read())
        except ValueError:
            return 0


class Cgroup:
    """The box's own memory cgroup: `version` 1 or 2, or 0 where it has none to read."""

    def __init__(self, shared: bool) -> None:
        v1, v2 = "/sys/fs/cgroup/memory/", "/sys/fs/cgroup/"
        stat, events, cpu, count = "", "", "", ""
        self.version, self._unit = 0, 1
        self._kinds: tuple[bytes, ...] = ()
        if fields(b"limit " + slurp(v1 + "memory.limit_in_bytes")).get(b"limit", 1 << 62) < 1 << 60:
            self.version, self._kinds = 1, (b"\nrss ", b"\nshmem ")
            stat, events, cpu = v1 + "memory.stat", v1 + "memory.oom_control", v2 + "cpuacct/cpuacct.usage"
            count = v2 + "pids/"
        elif slurp(v2 + "memory.max").strip().isdigit() and slurp(v2 + "memory.current"):
            self.version, self._kinds = 2, (b"\nanon ", b"\nshmem ")
            stat, events, cpu, count = v2 + "memory.stat", v2 + "memory.events", v2 + "cpu.stat", v2
        elif os.path.exists("/proc/sentry-meminfo"):  # gVisor: there /proc/meminfo is of this container alone
            self._kinds, self._unit = (b"\nAnonPages: ", b"\nShmem: "), 1024
        self._stat, self._events = KernelFile(stat), KernelFile(events)
        alone = bool(count) and slurp(f"{count}cgroup.procs").split() == [b"%d" % os.getpid()]
        self._cpu, self._count = KernelFile(cpu), KernelFile(f"{count}pids.current" if alone else "")
        self.shared = shared
        self.own = bool(self._kinds) and not shared and self.memory() > 0
        self.counts_cpu = self.own and self.cpu() > 0

    def memory(self) -> int:
        """Bytes of anonymous and shared memory (tmpfs and memfd are in it)."""
        text = self._stat.read() if self.version else slurp("/proc/meminfo")  # gVisor shows runs what PID 1 keeps open
        return self._unit * sum([number_after(kind, text) for kind in self._kinds])

    def cpu(self) -> float:
        """Seconds of CPU time of all that ever ran in it; 0 where that cannot be read."""
        if not self.own:
            return 0.0
        if self.version == 1:
            return self._cpu.number() / 1e9
        return number_after(b"\nusage_usec ", self._cpu.read()) / 1e6

    def oom_kills(self) -> int:
        """How many processes the kernel has killed in it for want of memory."""
        return number_after(b"\noom_kill ", self._events.read()) if self.version else 0

    def threads(self) -> int:
        """How many threads there are in it, the dead that nobody has waited for included; 0 where it does not tell."""
        return self._count.number() if self.own else 0


def number_after(name: bytes, text: bytes) -> int:
    """The number in the line that starts with `name`, an end of line before it; 0 where there is none."""
    text = b"\n" + text
    at = text.find(name)
    return int(text[at + len(name) : at + len(name) + 32].split(None, 1)[0]) if at >= 0 else 0


# --- frames --------------------------------------------------------------------------------------------------


class Scanner:
    """What `_json` asks of the `json` module around it, as that has it."""

    strict, memo = True, dict[str, str]()
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def no_json(value: object) -> NoReturn:
    raise TypeError(f"a {type(value).__name__} in a frame's head")


SCAN = _json.make_scanner(Scanner)  # type: ignore[arg-type]
TO_JSON = _json.make_encoder(None, no_json, _json.encode_basestring_ascii, None, ":", ",", False, False, True)


def from_json(text: str) -> Any:
    """What a JSON text says. ValueError where it is none."""
    try:
        value, end = SCAN(text, 0)
    except StopIteration:
        end = -1
    if end != len(text):
        raise ValueError("a frame's head is not JSON")
    return value


class Channel:
    """Frames over two descriptors (or one socket, twice). PeerGone when the worker has gone."""

    def __init__(self, reader: int, writer: int) -> None:
        self.reader, self._writer = reader, writer

    def receive(self) -> tuple[Head, int]:
        """A frame's head and the size of its blob, which must be read next."""
        head_size, blob_size = LENGTHS.unpack(b"".join(self.blob(LENGTHS.size)))
        if head_size > MAX_HEAD or blob_size > MAX_BLOB:
            raise PeerGone("a frame that is too large")
        return from_json(b"".join(self.blob(head_size)).decode()), blob_size

    def blob(self, size: int) -> Iterator[bytes]:
        """The next `size` bytes, in pieces."""
        while size:
            try:
                piece = os.read(self.reader, min(size, CHUNK))
            except ConnectionError:
                piece = b""
            if not piece:
                raise PeerGone
            size -= len(piece)
            yield piece

    def send(self, head: Head, *blobs: bytes) -> None:
        text = "".join(TO_JSON(head, 0)).encode()
        size = sum(map(len, blobs))
        parts: Sequence[bytes] = (LENGTHS.pack(len(text), size) + text, *blobs)
        if size <= SMALL:  # each write wakes all that stand between us and the worker
            parts = (b"".join(parts),)
        for part in parts:
            view = memoryview(part)
            while view:
                try:
                    view = view[os.write(self._writer, view) :]
                except OSError as error:
                    raise PeerGone from error


# --- wiping --------------------------------------------------------------------------------------------------


def remove(top: int, names: list[str]) -> None:
    """Delete entries of the directory `top` (a descriptor), however deep: no recursion, two descriptors.

    Directories met on the way are moved up to `top` and emptied there. The caller acts as their owner.
    """
    token, serial = os.urandom(8).hex(), 0
    pending = list(names)
    while pending:
        name = pending.pop()
        if not unlinked(name, top):
            os.chmod(name, 0o700, dir_fd=top)
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=top)
            try:
                for child in os.listdir(inner):
                    if not unlinked(child, inner):
                        os.chmod(child, 0o700, dir_fd=inner)
                        serial += 1
                        pending.append(f".{token}-{serial}")
                        os.rename(child, pending[-1], src_dir_fd=inner, dst_dir_fd=top)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def unlinked(name: str, directory: int) -> bool:
    """Delete a file or an empty directory; False where it is a directory that is not empty."""
    try:
        os.unlink(name, dir_fd=directory)
        return True
    except FileNotFoundError:
        return True
    except (IsADirectoryError, PermissionError):
        pass
    try:
        os.rmdir(name, dir_fd=directory)
        return True
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES, errno.EPERM):
            raise
        return False


@contextlib.contextmanager
def directory(path: str) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def empty(path: str) -> None:
    """Delete all that a directory holds."""
    with directory(path) as top:
        remove(top, os.listdir(top))


def without_its_plain_files(path: str) -> list[str]:
    """Delete what is easily deleted of a directory of ours; the names of the rest."""
    left = []
    for name in os.listdir(path):
        try:
            os.unlink(f"{path}/{name}")
        except OSError:
            left.append(name)
    return left


def shared_directories() -> list[str]:
    """Where runs may share files."""
    return [path for path in SHARED_DIRECTORIES if os.path.isdir(path) and not os.path.islink(path)]


def wipe_shared(uid: int | None) -> None:
    """Delete what a run left where runs may share: its own files; with None (its namespaces are gone) all."""
    for path in shared_directories():
        with directory(path) as top, contextlib.suppress(PermissionError):
            names = os.listdir(top)
            if uid is not None:
                names = [name for name in names if owner(name, top) == uid]
            remove(top, names)


def freeze_access_times(run: Run, path: str) -> None:
    """Move a program's access times ahead, where no read changes them (relatime): else one run tells the next."""
    found = [path]
    for one in found:
        if os.path.isdir(one) and not os.path.islink(one):
            with contextlib.suppress(OSError):
                found += [entry.path for entry in os.scandir(one)]
    for identity in (contextlib.nullcontext(), acting_as(run)):  # some files are ours, some the compiler's
        with identity:
            for one in found:
                with contextlib.suppress(OSError):
                    os.utime(one, (FROZEN, os.stat(one, follow_symlinks=False).st_mtime), follow_symlinks=False)


def owner(name: str, top: int) -> int:
    try:
        return os.stat(name, dir_fd=top, follow_symlinks=False).st_uid
    except OSError:
        return -1


# --- one run: what it may use, what it used ------------------------------------------------------------------


class Limits:
    """A frame's limits: CPU and idle seconds, bytes of memory, of the stack and of each output stream, processes and
    threads.
    """

    def __init__(self, given: Head) -> None:
        self.cpu, self.idle = float(given["cpu"]), float(given["idle"])
        self.memory, self.output = int(given["memory"]), int(given["output"])
        self.processes, self.stack = int(given["processes"]), int(given["stack"])


class Run:
    """One program to run: its command, directory and limits, and, in the end, what became of it."""

    def __init__(self, request: Head, cwd: str, stdin: int) -> None:
        self.argv = [str(word) for word in request["argv"]]
        self.env = {str(name): str(value) for name, value in request.get("env", {}).items()}
        self.core = request.get("core")
        self.limits = Limits(request["limits"])
        self.cwd, self.stdin = cwd, stdin
        self.entry = str(request.get("entry", ""))  # what a runtime that waits at its gate is told to start
        self.kind, self.key = "", list["Any"]()  # of what is started ahead
        self.place = cwd  # where that directory is while the run waits at its gate
        self.gated = False  # it is started ahead, and waits at its gate: before it becomes the program, or
        self.gate_inside = False  # inside of it, when the runtime has started
        self.gate = -1  # our end of it, once the run stands there
        self.moves = False  # it was started ahead on another core than its own
        self.lost = False  # it ended at its gate, or on the way there
        self.failed = -1  # where it complains until it has become the program
        self.readable: list[str] = []
        self.umask = 0o077
        self.uid = self.spare = -1
        self.pid = -1
        self.status: int | None = None  # of wait(2)
        self.cpu_reaped = 0.0  # seconds, of every process that we have waited for
        self.started = 0.0
        self.outputs = {-1: bytearray(), -2: bytearray()}  # by descriptor: stdout, then stderr
        self.flooded = False  # it wrote more than it may
        self.pidfd = -1
        self.report = -1  # userns: where the run's init says how the program ended
        self.left_behind = False  # other processes were alive when it ended
        self.cannot_execute = ""
        self.zygote: Zygote | None = None  # that this one is forked from
        self.resident = 0  # bytes that it already had when it was let go, and that count as its own
        self.most_resident = 0  # of those: what a start without rehearsals would have taken
        self.cpu_before = 0.0  # seconds, likewise

    @property
    def gone(self) -> bool:
        """It ended while it stood at its gate."""
        return self.lost and self.gate >= 0

    def collect(self, descriptor: int) -> bool:
        """Read what there is; False at the end of the stream. Keeps one byte more than the cap, to know of it."""
        kept = self.outputs[descriptor]
        try:
            piece = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return False
        kept += piece[: self.limits.output + 1 - len(kept)]
        self.flooded = self.flooded or len(kept) > self.limits.output
        return bool(piece)


class Meter:
    """Samples the CPU time, memory and idle time of one run's processes.

    CPU time is what the box's cgroup has used without us, where it has one of its own. Else it is the larger of two
    lower bounds, so that neither children that are never waited for nor those that lived between two samples hide:
    the last seen time of every process ever seen, and the times of those that live with those that they and we
    have waited for.
    """

    def __init__(
        self, run: Run, pids: Callable[[], list[int]], cgroup: Cgroup, tmpfs: str, others: Callable[[], float]
    ) -> None:
        self._run, self._pids, self._cgroup, self._tmpfs = run, pids, cgroup, tmpfs
        self._others = others  # CPU seconds of what belongs to the box and not to the run
        self._seen: dict[tuple[int, int], float] = {}  # (pid, start time) → own seconds
        self._threads: dict[tuple[int, int], tuple[int, int]] = {}  # (pid, tid) → ns on a core, ns waiting for one
        self._base_memory = cgroup.memory() if cgroup.own else 0
        self._base_disk = 0 if cgroup.own else disk_used(tmpfs)
        self._base_oom = cgroup.oom_kills()
        self._base_cpu = cgroup.cpu() - time.process_time() - others()
        self._last_idle_sample = time.monotonic()
        self._last_cpu = 0.0
        self.cpu = self.idle = 0.0
        self.peak = 0
        self.oom_killed = False  # known when it has ended
        if run.cpu_before:
            self._threads = self._looked_at(run.pid)

    def sample(self, processes: list[int] | None = None, memory: bool = True) -> None:
        """Look once at CPU time and memory; at those of `processes`, where the box's cgroup does not tell both."""
        if self._cgroup.counts_cpu:
            self.cpu = max(self.cpu, self._cgroup.cpu() - time.process_time() - self._others() - self._base_cpu)
            processes = processes or []
        else:
            processes = self._pids() if processes is None else processes
            self.cpu = max(self.cpu, self._cpu_of(processes))
        if memory:
            self.peak = max(self.peak, self._memory(processes))

    def _cpu_of(self, processes: list[int]) -> float:
        living = 0.0
        for pid in processes:
            words = slurp(f"/proc/{pid}/stat").rpartition(b")")[2].split()
            if len(words) > 19:
                own, waited_for = int(words[11]) + int(words[12]), int(words[13]) + int(words[14])
                seconds = own / TICK
                if words[17] == b"1":  # one thread: finer than a tick, for short lives
                    seconds = max(seconds, int((slurp(f"/proc/{pid}/schedstat").split() or [b"0"])[0]) / 1e9)
                self._seen[pid, int(words[19])] = seconds
                living += seconds + waited_for / TICK
        return max(sum(self._seen.values()), living + self._run.cpu_reaped) - self._run.cpu_before

    def end(self) -> None:
        """The last look, when nothing of the run is alive."""
        self.sample([], memory=False)
        self.oom_killed = self._cgroup.oom_kills() > self._base_oom

    def sample_idle(self, now: float) -> None:
        """Add the part of the time since the last look in which no thread ran or waited for a core."""
        on_core = waiting = 0
        queued = False
        threads = {}
        for pid in self._pids():
            threads.update(self._looked_at(pid))
        for thread, (ran, waited) in threads.items():
            ran_before, waited_before = self._threads.get(thread, (0, 0))
            on_core += max(0, ran - ran_before)
            waiting += max(0, waited - waited_before)
            if (ran, waited) == (ran_before, waited_before):  # a wait is counted when it ends: is it in one?
                queued = queued or is_runnable(*thread)
        elapsed = now - self._last_idle_sample
        busy = max(on_core / 1e9, self.cpu - self._last_cpu) + waiting / 1e9
        if queued:
            busy = max(busy, elapsed)
        self.idle = max(0.0, self.idle + elapsed - busy)  # below zero would be time to spend later
        self._threads, self._last_cpu, self._last_idle_sample = threads, self.cpu, now

    @staticmethod
    def _looked_at(pid: int) -> dict[tuple[int, int], tuple[int, int]]:
        """A process's threads, with what each has run and waited for a core so far, in nanoseconds."""
        found = {}
        with contextlib.suppress(OSError):
            for tid in os.listdir(f"/proc/{pid}/task"):
                words = slurp(f"/proc/{pid}/task/{tid}/schedstat").split()
                if len(words) >= 2:
                    found[pid, int(tid)] = (int(words[0]), int(words[1]))
        return found

    def _memory(self, processes: list[int]) -> int:
        if self._cgroup.own:
            ours = sum(map(len, self._run.outputs.values()))
            return max(0, self._cgroup.memory() - self._base_memory - ours) + self._run.resident
        found = dict(filter(None, map(address_space, processes)))
        resident = sum(one[b"RssAnon"] + one.get(b"RssShmem", 0) for one in found.values()) << 10
        tables = sum(one.get(b"VmPTE", 0) for one in found.values()) << 10  # page tables, which may be most of it
        disk = max(0, disk_used(self._tmpfs) - self._base_disk)
        limit = self._run.limits.memory
        if resident + tables + disk > limit and len(found) > 1:
            resident = self._proportional(list(found), resident)
        if self._cgroup.shared and resident + tables + disk > limit:
            disk = min(disk, self._disk_of_run(processes, disk))  # the rest may be a neighbour's
        return resident + tables + disk

    def _disk_of_run(self, processes: list[int], at_most: int) -> int:
        """Bytes of the files in the run's directory, and of those that it has deleted and keeps open."""
        sizes: dict[int, int] = {}
        gone = contextlib.suppress(FileNotFoundError)  # it changes while we look
        pending = [self._run.cwd]
        try:
            with acting_as(self._run):
                device = os.stat(self._run.cwd).st_dev
                while pending:
                    with gone, os.scandir(pending.pop()) as entries:
                        for entry in entries:
                            with gone:
                                found = entry.stat(follow_symlinks=False)
                                sizes[found.st_ino] = 512 * found.st_blocks + INODE_BYTES
                                if entry.is_dir(follow_symlinks=False):
                                    pending.append(entry.path)
                for pid in processes:
                    with gone:
                        for descriptor in os.listdir(f"/proc/{pid}/fd"):
                            with gone:
                                found = os.stat(f"/proc/{pid}/fd/{descriptor}")
                                if found.st_nlink == 0 and found.st_dev == device:
                                    sizes[found.st_ino] = 512 * found.st_blocks
        except OSError:
            return at_most  # it hides its files: believe the larger figure
        return sum(sizes.values())

    def _proportional(self, threads: list[int], resident: int) -> int:
        """As `resident`, but pages that forked processes share are counted once."""
        total = 0
        with acting_as(self._run):
            for tid in threads:
                one = fields(slurp(f"/proc/{tid}/smaps_rollup"))
                if b"Pss_Anon" in one:
                    total += one[b"Pss_Anon"] + one.get(b"Pss_Shmem", 0)
                elif b"RssAnon" in fields(slurp(f"/proc/{tid}/status")):
                    return resident  # alive, and it hides its memory: believe the larger figure
        return total << 10


def disk_used(path: str) -> int:
    """Bytes that the files of a tmpfs take, and their inodes."""
    found = os.statvfs(path)
    return (found.f_blocks - found.f_bfree) * found.f_frsize + (found.f_files - found.f_ffree) * INODE_BYTES


def close_a_socket() -> None:
    """Ask the kernel to free what is in flight between sockets that nobody has (net/unix/garbage.c)."""
    for one in socket.socketpair():
        one.close()


def is_runnable(pid: int, tid: int) -> bool:
    """Whether a thread runs or waits for a core."""
    return slurp(f"/proc/{pid}/task/{tid}/stat").rpartition(b")")[2].split()[:1] == [b"R"]


def address_space(pid: int) -> tuple[int, dict[bytes, int]] | None:
    """A thread that holds the process's memory, and its status: not the first one where that has ended by itself."""
    status = fields(slurp(f"/proc/{pid}/status"))
    if b"RssAnon" in status:
        return pid, status
    if status.get(b"Threads", 1) > 1:
        with contextlib.suppress(OSError):
            for tid in os.listdir(f"/proc/{pid}/task"):
                status = fields(slurp(f"/proc/{pid}/task/{tid}/status"))
                if b"RssAnon" in status:
                    return int(tid), status
    return None


@contextlib.contextmanager
def acting_as(run: Run) -> Iterator[None]:
    """Be the run's user for a moment: the kernel then lets us kill and delete what is its, and nothing else.

    The real uid is a spare one and the saved one stays root's, so that the run cannot signal us back.
    """
    if run.uid < 0:
        yield
        return
    os.setegid(run.uid)
    os.setresuid(run.spare, run.uid, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setegid(0)


# --- two ways to keep runs apart -----------------------------------------------------------------------------


class Walls:
    """What every run is put behind, whatever the mode."""

    def __init__(self, options: Options) -> None:
        self.landlock = landlock_abi()
        self.alone = not options.listen  # no other box in this container: /tmp and /dev/shm may be shared
        self._rules = Landlock(self.landlock, shared_directories() if self.alone else []) if self.landlock else None
        self.seccomp = seccomp_filter(allow_memfd=not options.no_memfd)
        self.nproc = bool(options.nproc)

    def enter(self, run: Run, failure: int, ruleset: int, give_up_rights: Callable[[], None]) -> None:
        """In the run's own process: go behind the walls and become the program. Never returns."""
        step = "start"
        try:
            os.setsid()
            for target, source in enumerate((run.stdin, *run.outputs)):
                os.dup2(source, target, inheritable=True)
            step = "limits"
            self._limit(run)
            step = "rights"
            give_up_rights()
            prctl(PR_SET_NO_NEW_PRIVS, 1)
            prctl(PR_SET_DUMPABLE, int(not run.gated))  # what waits is no business of the others; exec undoes it
            os.chdir(run.place)
            os.umask(run.umask)
            step = "landlock"
            if ruleset >= 0:
                syscall("landlock_restrict_self", ctypes.c_int(ruleset), ctypes.c_uint32(0))
            os.closerange(3, failure)
            os.closerange(failure + 1, 4096)
            for one in (signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(one, signal.SIG_DFL)
            step = "seccomp"
            install_seccomp(self.seccomp)
            if run.gated and not run.gate_inside:
                step = "gate"
                wait_at(GATE)
            step = "execute"
            os.execve(run.argv[0], run.argv, environment(run))
        except BaseException as error:  # whatever it was, the agent must hear of it
            with contextlib.suppress(OSError):
                os.write(failure, f"{step}: {error}".encode())
        finally:
            os._exit(127)

    def ruleset(self, run: Run) -> int:
        return self._rules.ruleset(run.readable, run.place) if self._rules else -1

    def limits(self, run: Run) -> list[tuple[int, tuple[int, int]]]:
        """What setrlimit(2) is called with. CPU time is per process and in whole seconds: only the backstop."""
        seconds = int(run.limits.cpu) + 2 + AHEAD_CPU_SECONDS * run.gate_inside
        stack = stack_bytes(run.limits)
        found = [
            (resource.RLIMIT_CORE, (0, 0)),
            (resource.RLIMIT_NOFILE, (256, 256)),
            (resource.RLIMIT_FSIZE, (MAX_FILE_BYTES, MAX_FILE_BYTES)),
            (resource.RLIMIT_CPU, (seconds, seconds + 1)),
            (resource.RLIMIT_MEMLOCK, (0, 0)),
            (resource.RLIMIT_STACK, (stack, stack)),
        ]
        if self.nproc:
            found.append((resource.RLIMIT_NPROC, (run.limits.processes, run.limits.processes)))
        return found

    def _limit(self, run: Run) -> None:
        if run.core is not None:
            with contextlib.suppress(OSError):  # a core that this box may not use
                os.sched_setaffinity(0, {int(run.core)})
        for which, pair in self.limits(run):
            resource.setrlimit(which, pair)


def stack_bytes(limits: Limits) -> int:
    """The stack of a run's first thread, and what glibc gives to every other one.

    Well below the memory limit: endless recursion then always ends by SIGSEGV, and not sometimes by a look at memory.
    """
    wanted = max(MIN_STACK_BYTES, min(limits.memory - limits.memory // 8, limits.stack))
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def environment(run: Run) -> dict[str, str]:
    return {"PATH": PATH, "HOME": run.cwd, "TMPDIR": run.cwd, "LANG": "C.UTF-8", **run.env}


def wait_at(gate: str) -> None:
    """Until the agent writes to the FIFO `gate`. OSError, ValueError: it went away instead."""
    descriptor = os.open(gate, os.O_RDONLY | os.O_CLOEXEC)
    told = os.read(descriptor, 1)
    os.close(descriptor)
    if not told:
        raise ValueError("the gate was closed")


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process, living or ended (clock_getcpuclockid(3)); 0 where it has gone."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def die_first(pid: str = "self", score: int = 1000) -> bool:
    """Let it be the kernel's choice when memory runs out: a run before what waits, and that before the agent."""
    with contextlib.suppress(OSError):
        descriptor = os.open(f"/proc/{pid}/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
        try:
            return os.write(descriptor, b"%d" % score) > 0
        finally:
            os.close(descriptor)
    return False


class FreshUid:
    """setuid mode: a uid and gid of its own for every run, taken from a range that only this box uses."""

    name = "setuid"

    def __init__(self, walls: Walls, first: int, count: int) -> None:
        self._walls = walls
        self._alone = walls.alone
        self.group = first  # of this box's runs: who may reach its directory
        self.not_runs: Callable[[], set[int]] = lambda: {os.getpid()}  # processes of this box that belong to no run
        self.threads: Callable[[], int] = lambda: 0  # of the whole box; 0: unknown
        self.launcher: Launcher | None = None
        self._next, self._end = first + 2, first + count
        shares = walls.alone or not walls.landlock
        writable = (path for path in shared_directories() if not os.statvfs(path).f_flag & os.ST_RDONLY)
        self._shared = list(writable) if shares else []

    def prepare(self, run: Run) -> None:
        """Give the run its uid and, when it is new, its directory: owned by root, open to that gid alone."""
        if self._next + 1 >= self._end:
            raise Broken("this box has used up its uids")
        run.uid, run.spare = self._next, self._next + 1
        self._next += 2
        self.make(run.place, run.uid, 0o770, gate=run.gated)

    def make(self, path: str, group: int, mode: int, *, gate: bool = False) -> None:
        os.setegid(group)
        try:
            os.mkdir(path)
            os.chmod(path, mode)
            if gate:
                os.mkfifo(f"{path}/{GATE}", 0o640)
        finally:
            os.setegid(0)

    def spawn(self, run: Run, failure: int) -> None:
        ruleset = self._walls.ruleset(run)  # made here: each page that a child writes to is copied
        try:
            for forker in (run.zygote, self.launcher):
                try:
                    if forker:
                        run.pid = forker.fork(run, failure, self.order(run, forker is run.zygote), ruleset)
                        return
                except ForkerGone:
                    run.zygote, run.resident = None, 0
            run.pid = os.fork()
            if run.pid == 0:
                die_first(score=WAITING_SCORE if run.gated else 1000)
                self._walls.enter(run, failure, ruleset, lambda: self._give_up_rights(run))
        finally:
            if ruleset >= 0:
                os.close(ruleset)

    def order(self, run: Run, forked: bool) -> bytes:
        """What launch.c has to do: the same as `Walls.enter`, but for what its child inherits.

        forked: the child is the program already, and there is none to execute. ForkerGone where it is too long.
        """
        limits = self._walls.limits(run)
        words = [] if forked else run.argv
        variables = [] if forked else [f"{name}={value}" for name, value in environment(run).items()]
        score = WAITING_SCORE if run.gated else 1000
        head = ORDER.pack(run.uid, self.group, run.umask, score, len(limits), len(words), len(variables))
        numbers = b"".join(LIMIT.pack(which, *pair) for which, pair in limits)
        entry = run.entry if forked else ""
        texts = (run.place, GATE if run.gated and not run.gate_inside else "", entry, *words, *variables, "")
        order = head + numbers + "\0".join(texts).encode("utf-8", "surrogateescape")
        if len(order) > MOST_ORDER or max(len(words), len(variables)) > MOST_WORDS:
            raise ForkerGone
        return order

    def _give_up_rights(self, run: Run) -> None:
        os.setgroups([self.group])
        os.setresgid(run.uid, run.uid, run.uid)
        os.setresuid(run.uid, run.uid, run.uid)
        give_up_capabilities()  # the inheritable ones outlive a change of uid

    def pids(self, run: Run) -> list[int]:
        """The run's processes. Alone in its pid namespace, the agent need not ask whose they are.

        Nor which there are, where the box has as many threads as processes of ours: a process has at least one.
        """
        not_runs = self.not_runs()
        if self._alone and self.threads() == len(not_runs):
            return []
        found = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) not in not_runs]
        if self._alone:
            return found
        uid = str(run.uid).encode()
        return [pid for pid in found if uid_of(pid) == uid]

    def kill(self, run: Run) -> None:
        """Kill every process of the run's uid. One kill(-1) reaches all: no fork gets past a pending SIGKILL."""
        with acting_as(run), contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)

    def kill_all(self, run: Run) -> None:
        self.kill(run)

    def wipe(self, run: Run, path: str) -> None:
        """Delete a directory of the run's, and what it left where runs may share."""
        left = without_its_plain_files(path)
        shared = any(map(os.listdir, self._shared))
        if left or shared:
            with acting_as(run):
                empty(path)
                if shared:
                    wipe_shared(run.uid)
        os.rmdir(path)


def uid_of(pid: int) -> bytes:
    """A process's real uid. /proc/<pid>'s owner will not do: an undumpable process is shown as root's."""
    _, _, rest = slurp(f"/proc/{pid}/status").partition(b"\nUid:\t")
    return rest.partition(b"\t")[0]


def uids_alive(uids: range) -> set[int]:
    """The real uids in `uids` that have a process which is no zombie."""
    found = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        status = slurp(f"/proc/{pid}/status")
        uid = status.partition(b"\nUid:\t")[2].partition(b"\t")[0]
        if uid and int(uid) in uids and b"\nState:\tZ" not in status:
            found.add(int(uid))
    return found


class FreshNamespaces:
    """userns mode: user, pid, IPC and mount namespaces of its own for every run. Killing its init kills it all."""

    name = "userns"
    group = -1

    def __init__(self, walls: Walls) -> None:
        self._walls = walls
        self._fork = ctypes.PyDLL(None, use_errno=True).syscall  # keeps the interpreter's lock, as os.fork does

    def prepare(self, run: Run) -> None:
        self.make(run.place, -1, 0o700)

    def make(self, path: str, group: int, mode: int) -> None:
        os.mkdir(path)
        os.chmod(path, mode)

    def spawn(self, run: Run, failure: int) -> None:
        run.report, writer = os.pipe()
        flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNS | signal.SIGCHLD
        run.pid = self._fork(ctypes.c_long(number("clone")), ctypes.c_ulong(flags), None, None, None, None)
        if run.pid == 0:
            try:
                self._init(run, failure, writer)
            finally:
                os._exit(126)
        os.close(writer)
        if run.pid < 0:
            raise Broken(f"clone: {os.strerror(ctypes.get_errno())}")

    def _init(self, run: Run, failure: int, report: int) -> None:
        """The first process of the new namespaces: starts the program, reaps, tells how it ended."""
        try:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            prctl(PR_SET_DUMPABLE, 1)  # else /proc/self is root's, and the maps cannot be written
            for name, text in (("setgroups", "deny"), ("uid_map", f"{UID} {UID} 1"), ("gid_map", f"{GID} {GID} 1")):
                with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                    file.write(text)
            die_first()
            prctl(PR_SET_DUMPABLE, 0)
            mount_again(os.path.dirname(run.cwd), MS_RDONLY)
            mount_again(run.cwd, 0)
            ruleset = self._walls.ruleset(run)
            child = os.fork()
        except BaseException as error:  # the agent must hear of it
            os.write(failure, f"namespaces: {error}".encode())
            return
        if child == 0:
            self._walls.enter(run, failure, ruleset, give_up_capabilities)
        for descriptor in (failure, run.stdin, *run.outputs):
            os.close(descriptor)
        ended = status = 0
        while ended != child:
            ended, status = os.wait()
        try:
            os.kill(-1, 0)
            others = 1
        except ProcessLookupError:
            others = 0
        os.write(report, struct.pack("!iB", status, others))
        os._exit(0)

    def pids(self, run: Run) -> list[int]:
        mine = os.getpid()
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) not in (mine, run.pid)]

    def kill(self, run: Run) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(run.pid, signal.SIGKILL)

    def kill_all(self, run: Run) -> None:
        """Nothing: all of it ended with the namespace's first process."""

    def wipe(self, run: Run, path: str) -> None:
        os.chmod(path, 0o700)
        empty(path)
        wipe_shared(None)
        os.rmdir(path)


def mount_again(path: str, access: int) -> None:
    """Mount a directory over itself, with MS_RDONLY or without: its owner's other processes share the run's uid."""
    at, nothing = ctypes.c_char_p(path.encode()), ctypes.c_char_p()
    syscall("mount", at, at, nothing, ctypes.c_ulong(MS_BIND), None)
    flags = MS_BIND | MS_REMOUNT | MS_NOSUID | MS_NODEV | access
    syscall("mount", nothing, at, nothing, ctypes.c_ulong(flags), None)


def give_up_capabilities() -> None:
    """Drop every capability, whatever set it is in."""
    syscall("capset", *NO_CAPABILITIES)


NO_CAPABILITIES = (struct.pack("=Ii", 0x20080522, 0), bytes(24))  # header (version 3, this process) and empty sets


# --- what forks our runs: a small process, or a Python that is started ahead ---------------------------------

MOST_ORDER, MOST_WORDS = 65536, 256  # launch.c: bytes of an order, its arguments and its variables
ORDER, LIMIT = struct.Struct("=7i4x"), struct.Struct("=qQQ")  # launch.c: struct order, struct limit


class ForkerGone(Exception):
    """There is no child of it: start the run another way."""


class Forker:
    """A process that carries out orders for runs, one child each: launch.c.

    It never runs candidate code itself, and a run has neither the right to signal it nor a way to write to it.
    """

    def __init__(self, become: Callable[[int], None], seccomp: bytes) -> None:
        """Start it: `become` is called in the child, with its end of the channel.

        seccomp: the filter of its children, which they inherit: to put it on anew took 120 µs of each.
        """
        self.pid = -1
        self._core: int | None = None
        self._is_ready = self.is_settled = self.was_ready = False
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with contextlib.closing(theirs):
            self._channel.settimeout(FORKER_SECONDS)
            self.pid = os.fork()
            if self.pid == 0:
                try:
                    for one in (signal.SIGPIPE, signal.SIGXFSZ):
                        signal.signal(one, signal.SIG_DFL)
                    become(theirs.fileno())
                finally:
                    os._exit(127)
        with contextlib.suppress(OSError):  # it has gone: `ready` says so
            self._channel.send(seccomp)

    def ready(self) -> bool:
        """Whether it works. The first call waits until it has started."""
        if not self.is_settled:
            self.is_settled = True
            with contextlib.suppress(OSError):  # too late
                word, _, child = self._channel.recv(32).partition(b" ")
                self._is_ready = self.was_ready = word == b"ready"
                if int(child or 0):  # its first, which it has tried the way with
                    os.waitpid(int(child), 0)
            self._channel.settimeout(FORK_SECONDS)
            if not self._is_ready:
                self.end()
        return self._is_ready

    def fork(self, run: Run, failure: int, order: bytes, ruleset: int) -> int:
        """The pid of a child, ours, that goes behind the walls and becomes the program. ForkerGone: there is none."""
        descriptors = [run.stdin, *run.outputs, failure, *([ruleset] if ruleset >= 0 else [])]
        self._move(run.core)
        try:
            passed = struct.pack(f"{len(descriptors)}i", *descriptors)
            self._channel.sendmsg([order], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, passed)])
        except OSError as error:
            raise ForkerGone from error
        try:
            child = int(self._channel.recv(16) or 0)
        except OSError as error:
            raise Broken(f"what forks our runs does not answer: {error}") from error
        if child == 0:
            raise Broken("what forks our runs broke while it did")
        if child < 0:
            raise ForkerGone  # there was no room for another process
        return child

    def _move(self, core: int | None) -> None:
        """To the core that its next child will inherit: None, any."""
        if core != self._core:
            with contextlib.suppress(OSError):  # a core that this box may not use
                os.sched_setaffinity(self.pid, os.sched_getaffinity(0) if core is None else {int(core)})
                self._core = core

    def end(self) -> None:
        """Kill it and wait for it."""
        self._is_ready = False
        self._channel.close()
        if self.pid > 0:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.pid = -1

    def gone(self) -> None:
        """It died, and has been waited for."""
        self._is_ready = False
        self.pid = -1


class Launcher(Forker):
    """A process of a few pages: the agent's own fork copies the page tables of an interpreter, and a child of it page
    after page of that (1.5 ms of a C++ test's 4).
    """

    def __init__(self, path: str, seccomp: bytes) -> None:
        super().__init__(lambda control: self._become(path, control), seccomp)

    @staticmethod
    def _become(path: str, control: int) -> None:
        kept = fcntl.fcntl(control, fcntl.F_DUPFD, 64)
        os.dup2(kept, 3)
        os.closerange(4, 4096)
        os.execve(path, [path], {})


class Zygote(Forker):
    """A pristine `python3 main.py`, stopped before its script, that forks once per run: see python_zygote.py.

    It serves one command line, environment and stack size, in the directory that every run of the box has in turn.
    """

    def __init__(self, run: Run, hook: bytes, seccomp: bytes) -> None:
        """Start it, in run.cwd, which must not exist; `ready` tells when it has started."""
        self.key = zygote_key(run)
        self.memory = 0  # bytes that its children share with it
        self._cwd = run.cwd
        user_site = f"{run.cwd}/.local/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
        os.makedirs(user_site, 0o700)
        lay(f"{user_site}/usercustomize.py", hook + HOOK_CALL.format(user_site=user_site, library=LIBRARY).encode())
        super().__init__(lambda control: self._become(run, control), seccomp)

    @staticmethod
    def _become(run: Run, control: int) -> None:
        """In the child: descriptors of the kinds that a run has: the interpreter looks at them once."""
        writer = os.pipe()[1]
        kept = [fcntl.fcntl(one, fcntl.F_DUPFD, 64) for one in (sealed(iter(())), writer, writer, control)]
        for target, source in enumerate(kept):
            os.dup2(source, target)
        os.closerange(4, 4096)
        os.chdir(run.cwd)
        stack = stack_bytes(run.limits)
        resource.setrlimit(resource.RLIMIT_STACK, (stack, resource.getrlimit(resource.RLIMIT_STACK)[1]))
        os.execve(run.argv[0], run.argv, environment(run))

    def ready(self) -> bool:
        """Whether it works. The first call waits until it has started, and gives its directory back."""
        if not self.is_settled:
            super().ready()
            found = address_space(self.pid)
            self.memory = found[1][b"RssAnon"] << 10 if found else 0
            empty(self._cwd)
            os.rmdir(self._cwd)
        return self._is_ready


BESIDE = os.path.dirname(os.path.abspath(__file__))  # what else of ours is in the box
LAUNCHER, LIBRARY = f"{BESIDE}/launcher", f"{BESIDE}/zygote.so"  # launch.c
HOOK_CALL = """
install(3, {user_site!r}, {library!r})
raise ImportError(name="usercustomize")
"""


def zygote_key(run: Run) -> tuple[Any, ...]:
    return (run.argv, environment(run), run.cwd, stack_bytes(run.limits))


def zygote_hook() -> bytes:
    """python_zygote.py, which lies beside this file; empty where it does not, or lacks its library."""
    return slurp(f"{BESIDE}/python_zygote.py") if os.path.exists(LIBRARY) else b""


# --- a box's processes, and those that are started ahead -----------------------------------------------------


class Processes:
    """The processes of a box: what forks its runs, what waits at its gate, and a run's own, from its start until it
    has been waited for.
    """

    def __init__(self, base: str, walls: Walls, mode: FreshUid | FreshNamespaces, cgroup: Cgroup) -> None:
        self._base, self._walls, self._mode = base, walls, mode
        if isinstance(mode, FreshUid):
            mode.threads, mode.not_runs = cgroup.threads, self.not_runs
        self.cwd, self.workshop = f"{base}/run", f"{base}/compile"  # where every run and every compiler finds itself
        self.zygote: Zygote | None = None
        self.waiting: list[Run] = []  # started ahead
        self._hook = zygote_hook() if isinstance(mode, FreshUid) else b""
        self._may_launch = isinstance(mode, FreshUid) and os.access(LAUNCHER, os.X_OK)
        self._serial = 0
        self._spent = 0.0  # CPU seconds of those that forked our runs and have died

    def new_place(self, kind: str) -> str:
        """A path in this box that nothing had before."""
        self._serial += 1
        return f"{self._base}/{kind}{self._serial}"

    def zygote_for(self, run: Run) -> Zygote | None:
        """The zygote where it fits this run and works; the run's directory is free afterwards."""
        if self.zygote and not self.zygote.ready():
            if not self.zygote.was_ready:
                self._hook = b""  # something is wrong with this way here: no more of it
            self._end_zygote()
        if self.zygote and (not self._hook or self.zygote.key != zygote_key(run)):
            self._end_zygote()
        return self.zygote

    def warm(self, run: Run) -> None:
        """Start a zygote for runs like this one, where this sandbox can have one and has it not yet."""
        if not self._hook or (self.zygote and self.zygote.key == zygote_key(run)):
            return
        self._end_zygote()
        self.zygote = Zygote(run, self._hook, self._walls.seccomp)

    def settle(self) -> None:
        """Make the run's directory free, where a zygote still starts in it."""
        if self.zygote:
            self.zygote.ready()

    def free_place(self) -> None:
        """Make way for the directory of a run or a zygote."""
        self.settle()
        with contextlib.suppress(FileNotFoundError):
            os.rmdir(self.cwd)

    def _end_zygote(self) -> None:
        zygote, self.zygote = self.zygote, None
        if zygote:
            zygote.ready()
            zygote.end()

    def forkers(self) -> list[int]:
        """The processes that fork our runs."""
        launcher = self._mode.launcher if isinstance(self._mode, FreshUid) else None
        return [forker.pid for forker in (self.zygote, launcher) if forker and forker.pid > 0]

    def ready_to_launch(self) -> None:
        """Have what runs are executed from, where this box can: it is started when it is first needed."""
        if self._may_launch and isinstance(self._mode, FreshUid) and not self._mode.launcher:
            launcher = Launcher(LAUNCHER, self._walls.seccomp)
            self._may_launch = launcher.ready()  # else something is wrong with this way here: no more of it
            self._mode.launcher = launcher if self._may_launch else None

    def not_runs(self) -> set[int]:
        """The processes of this box that belong to no run. None that was waited for: its number may be a run's next."""
        waiting = {run.pid for run in self.waiting if run.status is None}
        return {os.getpid(), *waiting, *self.forkers()}

    def others(self) -> float:
        """CPU seconds of what belongs to this box and to no run."""
        forkers = self._spent + sum(map(cpu_seconds, self.forkers()))
        for run in self.waiting:
            run.cpu_before = run.cpu_before if run.lost else cpu_seconds(run.pid) or run.cpu_before
        return forkers + sum(run.cpu_before for run in self.waiting)

    def start(self, run: Run) -> None:
        readers, writers = zip(*(os.pipe() for _ in range(2)), strict=True)
        failed, failure = os.pipe()
        run.outputs = dict.fromkeys(writers, bytearray())  # in the child: the ends that become 1 and 2
        run.started = time.monotonic()
        try:
            self._mode.spawn(run, failure)
        finally:
            for descriptor in (*writers, failure):
                os.close(descriptor)
            run.outputs = {reader: bytearray() for reader in readers}
            for reader in readers:
                os.set_blocking(reader, False)
        run.failed = failed
        with contextlib.suppress(OSError):  # a kernel without pidfd_open: _watch looks at every tick instead
            run.pidfd = os.pidfd_open(run.pid)

    def settle_start(self, run: Run) -> None:
        """Wait until it has become its program, or has said why it cannot."""
        if run.failed < 0:
            return
        why = os.read(run.failed, 4096).decode(errors="replace")
        os.close(run.failed)
        run.failed = -1
        if why.startswith("execute:"):
            run.cannot_execute = why
            run.outputs[list(run.outputs)[1]] += why.encode()
        elif why:
            raise Broken(f"a run could not be set up: {why}")

    def reap(self, run: Run) -> bool:
        """Wait for every child that has ended, adding up their CPU time; True when the program itself has."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
                if pid == 0:
                    break
                if pid in self.forkers():
                    self._spent += usage.ru_utime + usage.ru_stime
                    self._lose(pid)
                    continue
                waiting = next((one for one in self.waiting if one.pid == pid and one is not run), None)
                if waiting:
                    waiting.lost, waiting.status = True, status
                    continue
                run.cpu_reaped += usage.ru_utime + usage.ru_stime
                if pid == run.pid:
                    run.status = status
        return run.status is not None

    def _lose(self, pid: int) -> None:
        """One of those that fork our runs has died."""
        if self.zygote and self.zygote.pid == pid:
            self.zygote.gone()
        elif isinstance(self._mode, FreshUid) and self._mode.launcher:
            self._mode.launcher.gone()
            self._mode.launcher = None


class Ahead:
    """Runs that are started ahead: each has its uid, walls and directory, and waits at its gate."""

    def __init__(self, processes: Processes, mode: FreshUid | FreshNamespaces, reader: int) -> None:
        """reader: where requests come from."""
        self._processes, self._mode, self._reader = processes, mode, reader
        self.wanted: dict[str, Head] = {}  # by "compile" and "run": the request that they are started ahead for
        self._failing = False  # this way does not work here
        self.was_odd = False  # something was done to a run that waited, or happened to one that was then started again

    def start_while_quiet(self) -> None:
        """While no request comes: start what the next ones, if they are like the last, need not wait for."""
        if not isinstance(self._mode, FreshUid):
            return
        poller = select.poll()
        poller.register(self._reader, select.POLLIN | select.POLLRDHUP)
        while not self._failing and (kind := self._next_kind()):
            starting = [run for run in self._processes.waiting if not self.at_gate(run)]
            pause = 0.002 if starting else QUIET_SECONDS if self._processes.waiting else 0.0
            if poller.poll(1000 * pause):
                return
            if not starting:
                self._start_one_ahead(kind, self.wanted[kind])
            elif time.monotonic() - starting[0].started > GIVE_UP_SECONDS or starting[0].lost:
                self._failing = True  # something is wrong with this way here: no more of it
                self.end(self._processes.waiting)

    def _next_kind(self) -> str:
        """What to see to: a kind of which too few are there, or one that is on its way to its gate; "" for nothing."""
        for kind in ("compile", "run"):
            wanted = self.wanted.get(kind)
            ahead = (wanted or {}).get("ahead")
            if wanted and ahead:
                key = ahead_key(kind, wanted)
                self.end([run for run in self._processes.waiting if run.kind == kind and (run.key != key or run.gone)])
                mine = [run for run in self._processes.waiting if run.kind == kind]
                if len(mine) < int(ahead["count"]) or not all(map(self.at_gate, mine)):
                    return kind
        return ""

    def _start_one_ahead(self, kind: str, request: Head) -> None:
        inside = request["ahead"]["argv"]
        if kind == "run" and inside and not os.path.isdir(self._processes.cwd):
            os.mkdir(self._processes.cwd, 0o711)  # a class path is resolved when the JVM starts
        where = self._processes.cwd if kind == "run" else self._processes.workshop
        core = request.get("core") if request.get("warm") else None  # a runtime of many threads starts on all
        run = Run({**request, "core": core, "argv": inside or request["argv"]}, where, memory_file())
        run.kind, run.key = kind, ahead_key(kind, request)
        run.place = self._processes.new_place("w")
        run.gated, run.gate_inside = True, bool(inside)
        run.most_resident = int(request["ahead"].get("resident", 1 << 62))
        run.readable = [request["artifact"]] if kind == "run" and not request["copy"] else []
        run.umask = 0o022 if kind == "compile" else run.umask
        run.zygote = self._processes.zygote_for(run) if request.get("warm") else None
        if not run.zygote:
            self._processes.ready_to_launch()
        self._mode.prepare(run)
        self._processes.start(run)
        self._processes.waiting.append(run)
        if run.gate_inside:
            self._processes.settle_start(run)  # from here on it has a uid of its own, and can be stopped by it

    def at_gate(self, run: Run) -> bool:
        """Whether it stands at its gate."""
        if run.gate < 0 and not run.lost:
            with contextlib.suppress(OSError):  # ENXIO: nobody reads there yet
                run.gate = os.open(f"{run.place}/{GATE}", os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            if run.gate < 0:
                self._processes.reap(run)
                run.lost = run.lost or run.status is not None
        return run.gate >= 0 and not run.lost

    def take(self, kind: str, request: Head) -> Run | None:
        """One that was started ahead for a request like this, and stands at its gate. None: there is none."""
        if not request.get("ahead"):
            return None
        key = ahead_key(kind, request)
        deadline, pause = time.monotonic() + AHEAD_SECONDS, 0.0001
        while (found := [run for run in self._processes.waiting if run.key == key]) and time.monotonic() < deadline:
            for run in found:
                if self.at_gate(run):
                    if not untouched(run.stdin):
                        self.was_odd = True
                        self._drop(run)
                        break
                    self._processes.waiting.remove(run)
                    run.moves = run.core != request.get("core")
                    run.core, run.entry = request.get("core"), str(request.get("entry", ""))
                    return run
            self.end([run for run in found if run.lost])
            time.sleep(pause)
            pause = min(1.5 * pause, 0.002)
        return None

    def on_the_way(self) -> bool:
        """Whether anything is starting."""
        zygote, waiting = self._processes.zygote, self._processes.waiting
        return bool(zygote and not zygote.is_settled) or not all(map(self.at_gate, waiting))

    def forget(self, artifact: str) -> None:
        """Nothing is started from it any more."""
        if self.wanted.get("run", {}).get("artifact") == artifact:
            del self.wanted["run"]
        self.end([run for run in self._processes.waiting if artifact in run.readable])

    def end(self, runs: list[Run]) -> None:
        for run in list(runs):
            self._drop(run)

    def _drop(self, run: Run) -> None:
        """End one that waits, and leave nothing of it."""
        self._processes.waiting.remove(run)
        deadline = time.monotonic() + KILL_SECONDS
        while run.status is None:
            self._mode.kill(run)
            self._processes.reap(run)
            time.sleep(0.0002)
            if time.monotonic() > deadline:
                raise Broken("a process that cannot be killed")
        for descriptor in (*run.outputs, run.pidfd, run.failed, run.gate, run.stdin):
            if descriptor >= 0:
                os.close(descriptor)
        self._mode.wipe(run, run.place)

    def let_go(self, run: Run) -> None:
        """Open the gate: from here on it is the candidate's program."""
        if run.moves and run.core is not None:
            with acting_as(run), contextlib.suppress(OSError):  # a core that this box may not use
                for tid in os.listdir(f"/proc/{run.pid}/task"):
                    os.sched_setaffinity(int(tid), {int(run.core)})
        if not die_first(str(run.pid)):
            with acting_as(run):
                die_first(str(run.pid))  # a runtime's files in /proc are its own, a forked child's are ours
        os.unlink(f"{run.cwd}/{GATE}")
        run.started = time.monotonic()
        try:
            os.write(run.gate, f"{run.entry}\n".encode())
        except OSError:
            run.lost = True
        os.close(run.gate)
        self._processes.settle_start(run)

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """No run shares its time and memory with what waits: a JVM at its gate still compiles in the background."""
        waiting = [run for run in self._processes.waiting if not run.lost]
        self._signal(waiting, signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(waiting, signal.SIGCONT)

    @staticmethod
    def _signal(runs: list[Run], which: int) -> None:
        for run in runs:
            with acting_as(run), contextlib.suppress(ProcessLookupError):
                os.kill(-1, which)


# --- the box -------------------------------------------------------------------------------------------------


class Box:
    """One tenant's place: artifacts that were compiled, one run at a time, and nothing left of it afterwards."""

    def __init__(self, base: str, walls: Walls, mode: FreshUid | FreshNamespaces, channel: Channel) -> None:
        self._base, self._walls, self._mode, self._channel = base, walls, mode, channel
        self._cgroup = Cgroup(shared=not walls.alone)
        self._processes = Processes(base, walls, mode, self._cgroup)
        self._ahead = Ahead(self._processes, mode, channel.reader)
        self._artifacts: dict[str, Run] = {}  # by directory: what made it, whose files are in it
        self._sources: dict[str, tuple[str, bytes]] = {}  # what is not compiled: a file's name, and what is in it
        self._versions: dict[str, str] = {}

    def serve(self) -> None:
        """Answer requests until the worker goes (PeerGone) or the box cannot go on (Broken, which it is told)."""
        snapshots = os.listdir(SNAPSHOTS) if os.path.isdir(SNAPSHOTS) else []
        gates = os.listdir(GATES) if os.path.isdir(GATES) else []
        ahead = {"headers": os.path.isdir(HEADERS), "snapshots": snapshots, "gates": gates}
        ahead |= {"cwd": self._processes.cwd, "workshop": self._processes.workshop}
        self._channel.send({"op": "hello", "protocol": PROTOCOL, "mode": self._mode.name, **ahead})
        while True:
            try:
                self._ahead.start_while_quiet()
                request, size = self._channel.receive()
                self._answer(request, size)
            except Broken as error:
                self._channel.send({"op": "error", "message": str(error)})
                raise
            except (OSError, ValueError, KeyError, TypeError) as error:
                self._channel.send({"op": "error", "message": f"{type(error).__name__}: {error}"})
                raise Broken(str(error)) from error

    def _answer(self, request: Head, size: int) -> None:
        op = request.get("op")
        if op == "run":
            self._channel.send(*self._run(request, size))
        elif op == "compile":
            self._channel.send(*self._compile(request, size))
        elif op == "export":
            self._export(request["artifact"])
        elif op == "forget":
            self._forget(request["artifact"])
        elif op == "adopt":
            self._channel.send(self._adopt(request["files"], size))
        elif op == "warm":
            if request.get("warm"):
                self._processes.warm(Run(request, self._processes.cwd, -1))
            self._ahead.wanted[request["for"]] = request
        elif op == "probe":
            self._channel.send(self._probe(request))
        else:
            raise Broken(f"unknown request {op!r}")

    def _run(self, request: Head, size: int) -> tuple[Head, bytes, bytes]:
        if request["artifact"] not in self._artifacts and request["artifact"] not in self._sources:
            raise Broken("an artifact that this box does not have")
        run = self._ahead.take("run", request)
        if run is None:
            run = self._new(request, memory_file())
        try:
            fill(run.stdin, self._channel.blob(size))
            facts = self._sit(run, request)
            if facts is None:
                os.lseek(run.stdin, 0, os.SEEK_SET)
                run = self._new(request, run.stdin)
                facts = self._sit(run, request)
        finally:
            os.close(run.stdin)
        if facts and self._ahead.was_odd:
            facts["odd"] = True
        if request.get("warm") and not run.zygote:
            self._processes.warm(run)  # for the next one
        self._ahead.wanted["run"] = request
        return ({"op": "ran", "warm": run.gated or bool(run.zygote), **(facts or {})}, *outputs(run))

    def _new(self, request: Head, stdin: int) -> Run:
        """A run that has not been started."""
        run = Run(request, self._processes.cwd, stdin)
        run.readable = [] if request["copy"] else [request["artifact"]]
        zygote = self._processes.zygote_for(run)
        run.zygote = zygote if request.get("warm") else None
        return run

    def _sit(self, run: Run, request: Head) -> Head | None:
        """Let it run and wipe what it leaves: the facts. None: started ahead, it could not become this program."""
        if run.gated:
            os.rename(run.place, run.cwd)
        else:
            self._processes.free_place()
            self._mode.prepare(run)
        for name in request["copy"]:
            for path, data in self._files_of(request["artifact"], name):
                if "/" in path:
                    with acting_as(run):
                        lay_deep(run.cwd, path, data)
                else:
                    lay(f"{run.cwd}/{path}", data)
        before = self._held()
        facts = self._execute(run)
        declined = run.gated and (run.lost or self._declines(run, request, facts))
        self._mode.wipe(run, run.cwd)
        if not self._gives_back(run, before):
            facts["odd"] = True
        if declined and facts["odd"]:
            self._ahead.was_odd = True
        return None if declined else facts

    def _files_of(self, artifact: str, name: str) -> Iterator[tuple[str, bytes]]:
        """What of an artifact is laid into a run's directory: path below it, and bytes."""
        source = self._sources.get(artifact)
        return files_of(artifact, name) if source is None else iter([source])

    def _held(self) -> int:
        """Bytes that this box holds: memory, or where no cgroup tells that, files."""
        return self._cgroup.memory() if self._cgroup.own else disk_used(self._base)

    def _gives_back(self, run: Run, before: int) -> bool:
        """Whether the box holds no more than before a run.

        What is left when processes and files have gone is in descriptors that were sent over sockets and never
        received. The kernel frees them when it next collects, for which a closed socket asks: the next run would have
        as much for nothing.
        """
        close_a_socket()
        if self._cgroup.shared or self._ahead.on_the_way():
            return True  # what neighbours, and what is on its way to its gate, take meanwhile cannot be told apart
        kept = sum(map(len, run.outputs.values()))
        waited = run.resident if run.gate_inside and self._cgroup.own else 0  # that had it when we looked before
        most = before - waited + kept + kept // 4 + LEFT_BYTES * (8 if run.gate_inside else 1)
        deadline = time.monotonic() + COLLECT_SECONDS
        while self._held() > most:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.001)
            close_a_socket()
        return True

    def _declines(self, run: Run, request: Head, facts: Head) -> bool:
        """Whether a gate left this program to the cold way: it says so at once, silently, and nothing else did."""
        said_nothing = not any(run.outputs.values())
        ended = (facts["stop"], facts["exit_code"]) == ("exited", 1) and facts["cpu_ms"] <= 1000 * DECLINE_SECONDS
        asked = bool(request["ahead"].get("declines")) and run.gate_inside
        return asked and ended and said_nothing and os.path.lexists(f"{run.cwd}/{DECLINED}")

    def _compile(self, request: Head, size: int) -> tuple[Head, bytes, bytes]:
        """Lay the sources into a directory, run the compiler there, and make it read-only for the runs."""
        blob = b"".join(self._channel.blob(size))
        if not request["argv"]:
            ((name, _),) = request["files"]
            artifact = self._processes.new_place("a")
            self._sources[artifact] = (plain(name), blob)
            return ({"op": "compiled", "artifact": artifact, "warm": False}, b"", b"")
        run, facts = self._made(self._ahead.take("compile", request), request, blob)
        if run.lost:  # it ended at its gate
            self._mode.wipe(run, run.cwd)
            run, facts = self._made(None, request, blob)
        if request.get("ahead"):
            self._ahead.wanted["compile"] = request
        warm = {"warm": run.gated}
        path = None
        good = facts["stop"] == "exited" and facts["exit_code"] == 0
        if good and sum(1 for _ in files_in(run.cwd)) > MOST_FILES:
            good = False
            run.outputs[list(run.outputs)[1]] += b"The program is made of too many files.\n"
            facts = {**facts, "exit_code": 1, "stderr": len(outputs(run)[1])}
        if good:
            path = self._processes.new_place("a")
            os.rename(run.cwd, path)
            freeze_access_times(run, path)
            os.chmod(path, 0o755 if self._mode.name == "setuid" else 0o700)
            self._artifacts[path] = run
        else:
            self._mode.wipe(run, run.cwd)
        return ({"op": "compiled", "artifact": path, **warm, **facts}, *outputs(run))

    def _made(self, ahead: Run | None, request: Head, blob: bytes) -> tuple[Run, Head]:
        """Lay the sources into the workshop and compile them there, by a compiler that waits or by a new one."""
        run = ahead or Run(request, self._processes.workshop, memory_file())
        run.umask = 0o022
        fill(run.stdin, iter(()))
        try:
            if run.gated:
                os.rename(run.place, run.cwd)
            else:
                self._mode.prepare(run)
            at = 0
            for name, length in request["files"]:
                lay(f"{run.cwd}/{plain(name)}", blob[at : at + length])
                at += length
            return run, self._execute(run)
        finally:
            os.close(run.stdin)

    def _export(self, artifact: str) -> None:
        """Send what the compiler made, for another box of the same tenant."""
        if artifact not in self._artifacts:
            raise Broken("an artifact that this box does not have")
        if sum(os.lstat(path).st_size for path in files_in(artifact)) > MAX_EXPORT:
            self._channel.send({"op": "exported"})
            return
        found = [(path, data, os.access(f"{artifact}/{path}", os.X_OK)) for path, data in files_of(artifact, ".")]
        files = [[path, len(data), executable] for path, data, executable in found]
        self._channel.send({"op": "exported", "files": files}, *(data for _, data, _ in found))

    def _adopt(self, files: list[tuple[str, int, bool]], size: int) -> Head:
        """Lay down what another box has compiled."""
        blob = b"".join(self._channel.blob(size))
        artifact = self._processes.new_place("a")
        os.mkdir(artifact, 0o755)
        at = 0
        for path, length, executable in files:
            for part in path.split("/"):
                plain(part)
            lay_deep(artifact, path, blob[at : at + length])
            if executable:
                os.chmod(f"{artifact}/{path}", 0o755)
            at += length
        nobody = Run({"argv": [], "limits": NO_LIMITS}, artifact, -1)
        freeze_access_times(nobody, artifact)
        self._artifacts[artifact] = nobody
        return {"op": "adopted", "artifact": artifact}

    def _forget(self, artifact: str) -> None:
        """Delete what was compiled: the worker will not ask for it again."""
        if self._sources.pop(artifact, None) is None:
            maker = self._artifacts.pop(artifact)
            self._ahead.forget(artifact)
            os.chmod(artifact, 0o770)
            self._mode.wipe(maker, artifact)

    def _execute(self, run: Run) -> Head:
        """Start the program, watch it, leave none of its processes alive; the facts for the answer's head."""
        if run.gate_inside:
            found = address_space(run.pid)
            run.resident = min(found[1][b"RssAnon"] << 10 if found else 0, run.most_resident)
            run.cpu_before = cpu_seconds(run.pid)
        elif run.zygote:
            run.resident = run.zygote.memory
        elif not run.gated:
            self._processes.ready_to_launch()
        stop = "exited"
        with self._ahead.stopped():
            meter = Meter(run, lambda: self._mode.pids(run), self._cgroup, run.cwd, self._processes.others)
            try:
                if run.gated:
                    self._ahead.let_go(run)
                else:
                    self._processes.start(run)
                    self._processes.settle_start(run)
                if not run.cannot_execute:
                    stop = self._watch(run, meter)
            finally:
                wall = time.monotonic() - run.started
                self._finish(run, meter)
        if stop == "exited":
            stop = self._hindsight(run, meter)
        exit_code, killed_by = ending(run)
        out, err = outputs(run)
        return {
            "stop": stop,
            "exit_code": exit_code,
            "signal": killed_by,
            "cpu_ms": round(1000 * meter.cpu),
            "wall_ms": round(1000 * wall),
            "memory_kib": meter.peak >> 10,
            "stdout": len(out),
            "stderr": len(err),
            "truncated": run.flooded,
            "odd": run.left_behind or stop != "exited" or meter.oom_killed,
        }

    def _watch(self, run: Run, meter: Meter) -> str:
        """Until the program ends or uses too much of something: what it was."""
        poller = select.poll()
        poller.register(self._channel.reader, select.POLLRDHUP)
        if run.pidfd >= 0:
            poller.register(run.pidfd, select.POLLIN)
            meter.sample()
            if any(one == run.pidfd for one, _ in poller.poll(1000 * SHORT_SECONDS)):
                return "exited"
        for descriptor in run.outputs:
            poller.register(descriptor, select.POLLIN)
        now = run.started
        next_sample, next_idle, next_alive = now, now + IDLE_SAMPLE_SECONDS, now + ALIVE_SECONDS
        while True:
            for descriptor, _ in poller.poll(max(0.0, 1000 * (next_sample - now))):
                if descriptor == run.pidfd:
                    return "exited"
                if descriptor == self._channel.reader:
                    raise PeerGone
                if not run.collect(descriptor):
                    poller.unregister(descriptor)
            if run.flooded:
                return "output"
            now = time.monotonic()
            if now >= next_sample:
                if run.pidfd < 0 and self._processes.reap(run):
                    return "exited"
                meter.sample()
                next_sample = now + SAMPLE_SECONDS
            if now >= next_idle:
                meter.sample_idle(now)
                next_idle = now + IDLE_SAMPLE_SECONDS
            if now >= next_alive:
                self._channel.send({"op": "alive"})
                next_alive = now + ALIVE_SECONDS
            stop = exceeded(run.limits, meter)
            if stop:
                return stop

    def _finish(self, run: Run, meter: Meter) -> None:
        """Kill, reap, drain: afterwards nothing of the run is alive and its output is complete."""
        if run.pid < 0:
            return
        deadline = time.monotonic() + KILL_SECONDS
        ended = self._processes.reap(run)
        processes = self._mode.pids(run)
        run.left_behind = ended and bool(processes)
        meter.sample(processes)
        self._mode.kill_all(run)  # whatever the lists of processes say
        pause = 0.0002
        while not ended or processes:
            self._mode.kill(run)
            time.sleep(pause)
            pause = min(2 * pause, 0.02)
            ended, processes = self._processes.reap(run), self._mode.pids(run)
            if time.monotonic() > deadline:
                raise Broken("a process that cannot be killed")
        meter.end()
        for descriptor in run.outputs:
            while not run.flooded and run.collect(descriptor):
                pass
        for descriptor in (*run.outputs, run.pidfd, run.failed):
            if descriptor >= 0:
                os.close(descriptor)

    def _hindsight(self, run: Run, meter: Meter) -> str:
        """What the last look shows of a program that ended between two looks."""
        if meter.oom_killed and run.status is not None and os.WTERMSIG(run.status) == signal.SIGKILL:
            meter.peak = max(meter.peak, run.limits.memory + 1)
        return exceeded(run.limits, meter) or ("output" if run.flooded else "exited")

    def _probe(self, request: Head) -> Head:
        """The languages that work behind the walls, by their version lines, and what the walls are made of."""
        if not self._versions:
            for language, argv in request["commands"].items():
                line = self._version(argv)
                if line:
                    self._versions[language] = line
        missing = []
        if not self._walls.landlock:
            missing.append("Landlock is not enabled in this kernel (lsm=landlock): files are kept apart by uid alone")
        if not self._cgroup.own:
            missing.append("no memory cgroup of the box's own is readable: memory is measured process by process")
        if not slurp("/proc/self/schedstat"):
            missing.append("/proc/<pid>/schedstat cannot be read: waiting for a core counts as idle time")
        protections = {
            "runs": "a fresh uid for each" if self._mode.name == "setuid" else "fresh namespaces for each",
            "seccomp": f"the agent's filter, {len(DENIED)} calls denied",
            "landlock": f"ABI {self._walls.landlock}" if self._walls.landlock else "no",
            "cgroup": f"v{self._cgroup.version}" if self._cgroup.version else "no",
            "memory": "cgroup" if self._cgroup.own else "processes",
        }
        return {"op": "probed", "languages": self._versions, "protections": protections, "missing": missing}

    def _version(self, argv: list[str]) -> str:
        limits = {"cpu": 20, "idle": 20, "memory": 1 << 30, "output": 4096, "processes": 256, "stack": MIN_STACK_BYTES}
        stdin = sealed(iter(()))
        try:
            run = Run({"argv": argv, "limits": limits}, self._processes.cwd, stdin)
            self._processes.free_place()
            self._mode.prepare(run)
            facts = self._execute(run)
            self._mode.wipe(run, run.cwd)
        finally:
            os.close(stdin)
        if facts["exit_code"] != 0:
            return ""
        text = b"\n".join(outputs(run)).decode(errors="replace")
        return next((line.strip() for line in text.splitlines() if line.strip()), "")


def exceeded(limits: Limits, meter: Meter) -> str:
    """Which limit a run is over; "" for none."""
    if meter.cpu > limits.cpu:
        return "time"
    if meter.peak > limits.memory:
        return "memory"
    if meter.idle > limits.idle:
        return "idle"
    return ""


def ending(run: Run) -> tuple[int | None, str | None]:
    """Exit code, or the name of the signal that ended the program."""
    if run.cannot_execute:
        return 127, None
    status = run.status
    if run.report >= 0:
        told = os.read(run.report, 16)
        os.close(run.report)
        if len(told) == 5:
            status, others = struct.unpack("!iB", told)
            run.left_behind = bool(others)
        else:
            status = int(signal.SIGKILL)
    assert status is not None
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status), None
    return None, signal_name(os.WTERMSIG(status))


SYNONYMS = ("SIGCLD", "SIGIOT", "SIGPOLL")  # of SIGCHLD, SIGABRT, SIGIO
SIGNALS = {
    getattr(signal, name): name
    for name in dir(signal)
    if name.startswith("SIG") and not name.startswith("SIG_") and name not in SYNONYMS
}


def signal_name(which: int) -> str:
    return SIGNALS.get(which, f"SIG{which}")


def outputs(run: Run) -> tuple[bytes, bytes]:
    """Stdout and stderr, at most the cap of each."""
    out, err = (bytes(kept[: run.limits.output]) for kept in run.outputs.values())
    return out, err


def ahead_key(kind: str, request: Head) -> list[Any]:
    """What a run that was started ahead must have in common with the request that it is used for."""
    names = ["env", "limits", "ahead", "warm", "copy"]
    names += [] if request["ahead"]["argv"] else ["argv"]
    names += [] if kind == "compile" or request["copy"] else ["artifact"]
    return [kind, *map(request.get, names)]


def memory_file() -> int:
    return os.memfd_create("stdin", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


def untouched(descriptor: int) -> bool:
    """Whether nobody has written to a memory file or sealed it: gVisor lets every run open what another has open."""
    return os.fstat(descriptor).st_size == 0 and fcntl.fcntl(descriptor, fcntl.F_GET_SEALS) == 0


def fill(descriptor: int, pieces: Iterator[bytes]) -> None:
    """Write a memory file and seal it, at its start: every program can use it as stdin, none can change it or block."""
    for piece in pieces:
        write_all(descriptor, piece)
    os.lseek(descriptor, 0, os.SEEK_SET)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, 1 | 2 | 4 | 8)  # seal, shrink, grow, write


def write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sealed(pieces: Iterator[bytes]) -> int:
    descriptor = memory_file()
    fill(descriptor, pieces)
    return descriptor


def files_in(top: str) -> Iterator[str]:
    """The paths of all that is below `top`, directories too. Links are not followed."""
    pending = [top]
    while pending:
        with contextlib.suppress(PermissionError):  # what the compiler left for itself is not of the program
            for entry in os.scandir(pending.pop()):
                yield entry.path
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)


def files_of(top: str, name: str) -> Iterator[tuple[str, bytes]]:
    """A file of an artifact, or with "." all of them: path below `top`, and bytes."""
    for path in files_in(top) if name == "." else [f"{top}/{plain(name)}"]:
        if stat.S_ISREG(os.lstat(path).st_mode):
            with contextlib.suppress(PermissionError), open(path, "rb") as file:
                yield path[len(top) + 1 :], file.read()


def lay_deep(top: str, path: str, data: bytes) -> None:
    """As `lay`, making the directories on the way."""
    parts = path.split("/")
    for depth in range(1, len(parts)):
        with contextlib.suppress(FileExistsError):
            os.mkdir("/".join([top, *parts[:depth]]), 0o755)
    lay(f"{top}/{path}", data)


def plain(name: str) -> str:
    """A file name without a way out of its directory."""
    if not name or "/" in name or "\0" in name or name in (".", ".."):
        raise Broken(f"not a file name: {name!r}")
    return name


def lay(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


# --- one box on standard input and output, or many behind a socket -------------------------------------------


def uid_range() -> range:
    """The uids that runs may have: far from any real user's, at random where all are mapped.

    At random, because RLIMIT_NPROC counts a uid's processes over all the containers of a machine.
    """
    last = 0
    for line in slurp("/proc/self/uid_map").splitlines():
        inside, _, count = map(int, line.split())
        last = max(last, inside + count - 1)
    if last >= 1 << 31:
        first = (1 << 20) + 2 * (int.from_bytes(os.urandom(4), "big") % (1 << 29))
        return range(first, first + UIDS_IN_ALL)
    return range(10_000, last)


def mode_of(walls: Walls, uids: range) -> FreshUid | FreshNamespaces:
    """The way to keep runs apart here, and for setuid mode the uids to do it with."""
    return FreshUid(walls, uids.start, len(uids)) if os.geteuid() == 0 else FreshNamespaces(walls)


def serve_standard(options: Options, walls: Walls) -> None:
    """One box, on descriptors 0 and 1, which no run inherits."""
    channel = Channel(fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 64), fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 64))
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.umask(0o022)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    Box(options.work, walls, mode_of(walls, uid_range()), channel).serve()


class Listener:
    """Many boxes behind a Unix socket: each connection is served by a forked child with its own uids and directory.

    A child leaves its directory behind; when it has ended, however it ended, the listener clears up after it.
    """

    def __init__(self, options: Options, walls: Walls) -> None:
        self._options, self._walls = options, walls
        self._uids = uid_range()
        self._share = len(self._uids) // (2 * options.max_boxes)  # twice: the last used shares rest a while
        self._serial = 0
        self._boxes: dict[int, tuple[str, range]] = {}  # child → directory, uids

    def serve(self) -> None:
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        os.umask(0o022)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._options.listen)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(self._options.listen)
        os.chmod(self._options.listen, 0o666)  # the directory says who may come; runs are turned away by uid
        listening.listen(64)
        listening.setblocking(False)
        poller = select.poll()
        poller.register(listening, select.POLLIN)
        while True:
            if poller.poll(100 if self._boxes else 1000):
                with contextlib.suppress(OSError):  # gone again, or no process or descriptor left: the worker is told
                    self._accept(listening)
            self._reap()

    def _accept(self, listening: socket.socket) -> None:
        connection = socket.socket(fileno=listening._accept()[0])  # type: ignore[attr-defined]
        connection.setblocking(True)
        with contextlib.closing(connection):
            if not self._may_connect(connection):
                return
            if len(self._boxes) >= self._options.max_boxes:
                with contextlib.suppress(PeerGone):
                    Channel(connection.fileno(), connection.fileno()).send({"op": "error", "message": "no free box"})
                return
            self._serial += 1
            first = self._uids.start + self._share * (self._serial % (2 * self._options.max_boxes))
            base, uids = f"{self._options.work}/{self._serial}", range(first, first + self._share)
            pid = os.fork()
            if pid == 0:
                self._serve_one(connection, base, uids)
            self._boxes[pid] = (base, uids)

    def _may_connect(self, connection: socket.socket) -> bool:
        """False for our own runs, which must not order runs with limits of their liking."""
        peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        pid, uid = struct.unpack_from("iI", peer)
        if os.geteuid() == 0:
            return int(uid) not in self._uids
        while pid > 1 and pid != os.getpid():
            pid = fields(slurp(f"/proc/{pid}/status")).get(b"PPid", os.getpid())  # it has gone: turned away
        return bool(pid != os.getpid())

    def _serve_one(self, connection: socket.socket, base: str, uids: range) -> None:
        code = 1
        try:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            prctl(PR_SET_CHILD_SUBREAPER, 1)
            mode = mode_of(self._walls, uids)
            if mode.group >= 0:
                os.setgroups([mode.group])  # to reach the box's directory while acting as one of its runs
            mode.make(base, mode.group, 0o710 if mode.name == "setuid" else 0o700)
            connection.settimeout(None)
            Box(base, self._walls, mode, Channel(connection.fileno(), connection.fileno())).serve()
        except PeerGone:
            code = 0
        except Broken as error:
            complain(error)
        finally:
            os._exit(code)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, _ = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid in self._boxes:
                    base, uids = self._boxes.pop(pid)
                    try:
                        self._clear(base, uids)
                    except OSError as error:  # this box's directory stays; every other box must not
                        complain(Broken(f"{base} was not cleared: {error}"))

    def _clear(self, base: str, uids: range) -> None:
        """Kill what a box left alive, and delete what it left on disk, each as its owner."""
        run = Run({"argv": [], "limits": NO_LIMITS}, base, -1)
        if os.geteuid() == 0:
            os.setgroups([uids.start])
            deadline = time.monotonic() + KILL_SECONDS
            while (alive := uids_alive(uids)) and time.monotonic() < deadline:
                for run.uid in alive:
                    run.spare = uids.start + 1
                    with acting_as(run), contextlib.suppress(ProcessLookupError):
                        os.kill(-1, signal.SIGKILL)
                time.sleep(0.001)
        if not os.path.isdir(base):
            return
        for entry in os.scandir(base):
            group = entry.stat(follow_symlinks=False).st_gid
            run.uid, run.spare = (group, uids.start + 1) if group in uids else (-1, -1)
            if run.uid >= 0:
                os.chmod(entry.path, 0o770)
            with acting_as(run):
                empty(entry.path)
            os.rmdir(entry.path)
        os.rmdir(base)


def complain(error: Broken) -> None:
    """Say on standard error, which no run inherits, why the box is given up."""
    sys.stderr.write(f"agent: {error}\n")
    sys.stderr.flush()


NO_LIMITS = {"cpu": 0, "idle": 0, "memory": 0, "output": 0, "processes": 0, "stack": 0}


def undo_ignored_signals() -> None:
    """What the worker's own start ignores (nohup, a shell's background) would be ignored in every run, too."""
    for one in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE, signal.SIGXFSZ}:
        if signal.getsignal(one) == signal.SIG_IGN:
            signal.signal(one, signal.SIG_DFL)


def main() -> int:
    options = Options(sys.argv[1:])
    gc.disable()  # forks share the heap, and nothing here makes cycles worth a pause
    undo_ignored_signals()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # PID 1 has no default action
    prctl(PR_SET_DUMPABLE, 0)
    walls = Walls(options)
    try:
        if options.listen:
            Listener(options, walls).serve()
        else:
            serve_standard(options, walls)
    except PeerGone:
        return 0
    except Broken as error:
        complain(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
