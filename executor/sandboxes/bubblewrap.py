"""Boxes made by bubblewrap: namespaces and a read-only view of this machine's own compilers, no daemon needed.

As root (with SYS_ADMIN) without a user namespace, so that the agent can give every run a uid of its own; else in a
user namespace, where every run gets namespaces of its own. There is no cgroup: the agent measures by process.
"""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import threading
import weakref
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from executor.core.languages import PRECOMPILED
from executor.core.limits import Limits
from executor.core.sandbox import Box, BoxFault, LanguageAbsent, SandboxInfo
from executor.sandboxes.agent_files import AGENT_PATH, LAUNCHER_PATH, PYTHON, agent_files
from executor.sandboxes.headers import HeaderCache
from executor.sandboxes.stream import SocketConnection, StreamBox

WORK_BYTES = 128 << 20
SHM_BYTES = 1 << 20
SHM, TMP = "/dev/shm", "/tmp"  # noqa: S108 - inside the box
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
ETC = ("alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "mono")  # what compilers and the loader read
ETC_PATTERNS = ("java-*-openjdk",)
NEEDED_CAPABILITIES = (6, 7, 21)  # SETGID, SETUID, SYS_ADMIN
STOP_SECONDS = 5.0


def privileged() -> bool:
    """Whether we may make namespaces without a user namespace: root, with its capabilities."""
    if os.geteuid() != 0:
        return False
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    effective = int(next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), 16)
    return all(effective >> bit & 1 for bit in NEEDED_CAPABILITIES)


def arguments(bwrap: str, *, root: bool, files: Mapping[str, int], headers: Path | None = None) -> list[str]:
    """The whole command of one box: namespaces, file system, environment, agent.

    files: descriptors of our files, by where they are in the box. headers: this machine's precompiled ones, for C++.
    """
    work = [PYTHON, "-I", "-S", AGENT_PATH, "--work", "/box", "--nproc", "--no-memfd"]
    return [bwrap, *_namespaces(root), *_filesystem(files, headers), *work]


def _namespaces(root: bool) -> list[str]:
    kept = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    if root:
        made = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL", *kept]
    else:
        made = ["--unshare-all", "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL"]
    return [*made, "--die-with-parent", "--new-session", "--as-pid-1", "--hostname", "box", "--clearenv"]


def _filesystem(files: Mapping[str, int], headers: Path | None) -> list[str]:
    """Read-only system directories, a little of /etc, a minimal /dev, /proc, one tmpfs to work in, and our files."""
    found: list[str] = []
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            found += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            found += ["--ro-bind", str(path), str(path)]
    found += ["--perms", "0755", "--dir", "/etc"]
    for path in _etc():
        found += ["--ro-bind", str(path), str(path)]
    if headers is not None:
        found += ["--perms", "0755", "--dir", "/opt", "--ro-bind", str(headers), PRECOMPILED]
    found += ["--proc", "/proc", "--dev", "/dev"]
    found += ["--perms", "1777", "--size", str(SHM_BYTES), "--tmpfs", SHM, "--remount-ro", "/dev"]
    found += ["--perms", "0711", "--size", str(WORK_BYTES), "--tmpfs", "/box", "--symlink", "/box/run", TMP]
    for name, descriptor in files.items():
        mode = "0755" if name == LAUNCHER_PATH else "0644"
        found += ["--perms", mode, "--ro-bind-data", str(descriptor), name]
    return [*found, "--remount-ro", "/", "--chdir", "/"]


def _etc() -> Iterable[Path]:
    etc = Path("/etc")
    named = [etc / name for name in ETC if (etc / name).exists()]
    return [*named, *itertools.chain.from_iterable(sorted(etc.glob(pattern)) for pattern in ETC_PATTERNS)]


class ProcessConnection(SocketConnection):
    """A socket to an agent and the bwrap process that it lives under."""

    def __init__(self, connected: socket.socket, process: subprocess.Popen[bytes], nursery: object) -> None:
        super().__init__(connected)
        self._process = process
        self._nursery = nursery  # kept alive: its thread's end would end the process
        self._lock = threading.Lock()
        self.complaint = ""  # what bwrap or the agent said on standard error, once closed

    def close(self) -> None:
        super().close()
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        with self._lock:
            stderr = self._process.stderr
            if stderr and not stderr.closed:
                os.set_blocking(stderr.fileno(), False)
                self.complaint = (stderr.read() or b"")[:2000].decode(errors="replace").strip()
                stderr.close()


class BubblewrapSandbox:
    """Opens boxes with bwrap. `root`: override what `privileged` finds; `as_user`: the uid to start it as;
    `headers`: precompiled C++ headers of this machine; `files`: what lies in a box beside the system, by its path.
    """

    name = "bubblewrap"

    def __init__(
        self,
        *,
        root: bool | None = None,
        as_user: int | None = None,
        headers: HeaderCache | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self._root = privileged() if root is None else root
        self._as_user = as_user
        self._headers = headers
        self._files = files
        self._serial = itertools.count(1)
        # PR_SET_PDEATHSIG follows the thread that started a process: that one must live as long as the sandbox.
        self._nursery = ThreadPoolExecutor(1, thread_name_prefix="bubblewrap")
        self._open: weakref.WeakSet[ProcessConnection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._info: SandboxInfo | None = None

    def why_not(self) -> str:
        """In one sentence why no box can be opened here; "" when one can. Cheap: starts nothing."""
        if shutil.which("bwrap") is None:
            return "bubblewrap is not installed: apt-get install bubblewrap"
        if not Path(PYTHON).exists():
            return f"the agent needs {PYTHON}: apt-get install python3-minimal"
        return ""

    def open(self, language: str, limits: Limits, tenant: str) -> Box:
        """A fresh box. It has no ceiling of its own: `limits` only say what is started ahead."""
        if language not in self.probe().languages:
            raise LanguageAbsent(language, self.name)
        headers = self._headers.directory() if self._headers else None  # for any language: they take time to be made
        return self._start(language, headers if language == "cpp" else None).warm_up(limits)

    def spare(self, language: str, limits: Limits, tenant: str, own: bool) -> Box | None:
        return None  # only a pool has any

    def probe(self) -> SandboxInfo:
        with self._lock:
            if self._info is None:
                box = self._start("python")
                try:
                    self._info = box.probe(self.name)
                finally:
                    box.close()
            return self._info

    def close(self) -> None:
        for connection in list(self._open):
            connection.close()
        self._nursery.shutdown()

    def _start(self, language: str, headers: Path | None = None) -> StreamBox:
        reason = self.why_not()
        if reason:
            raise BoxFault(reason)
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = self._nursery.submit(self._spawn, theirs, headers).result()
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                ours.close()
                raise BoxFault(f"bubblewrap cannot be started: {error}") from error
        connection = ProcessConnection(ours, process, self._nursery)
        self._open.add(connection)
        try:
            return StreamBox(connection, language, f"bwrap-{os.getpid()}-{next(self._serial)}")
        except BoxFault as fault:
            raise BoxFault(f"{fault} {connection.complaint}".strip()) from fault

    def _spawn(self, theirs: socket.socket, headers: Path | None) -> subprocess.Popen[bytes]:
        """Start bwrap. Runs in the nursery's one thread."""
        self._files = self._files or agent_files(root=self._root)
        files = {path: _memory_file(path, data) for path, data in self._files.items()}
        try:
            bwrap = shutil.which("bwrap") or "bwrap"
            no_groups: list[int] | None = None if self._as_user is None else []
            return subprocess.Popen(
                arguments(bwrap, root=self._root, files=files, headers=headers),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.PIPE,
                pass_fds=list(files.values()),
                env={"PATH": "/usr/bin:/bin"},
                cwd="/",
                user=self._as_user,
                group=self._as_user,
                extra_groups=no_groups,
            )
        finally:
            for descriptor in files.values():
                os.close(descriptor)


def _memory_file(name: str, data: bytes) -> int:
    descriptor = os.memfd_create(name)
    os.write(descriptor, data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
