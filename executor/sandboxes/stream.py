"""A Box over a byte stream: every sandbox whose agent speaks `core.protocol` becomes a Box through this file."""

import contextlib
import json
import select
import socket
import threading
import time
from dataclasses import replace
from typing import Any, NoReturn, Protocol

from executor.core import protocol
from executor.core.languages import (
    LANGUAGES,
    MONO_LIBRARIES,
    Language,
    Program,
    ahead_argv,
    ahead_compile_argv,
    compile_argv,
    compile_from_snapshot,
    program,
    run_argv,
    run_env,
    run_from_snapshot,
)
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.protocol import Frame, ProtocolError
from executor.core.sandbox import BoxFault, Compiled, Outcome, SandboxInfo, Stop

SILENCE_SECONDS = 30.0  # a live agent says `alive` every second while it works
START_SECONDS = 30.0
PROBE_SECONDS = 60.0
SMALL = 32 << 10  # bytes that are copied rather than sent by themselves: each send wakes all that stand in between


class Connection(Protocol):
    """A connected stream to an agent. Deadlines are values of time.monotonic(); past one: TimeoutError."""

    def send(self, data: bytes, deadline: float) -> None: ...

    def receive(self, size: int, deadline: float) -> bytes:
        """Between 1 and `size` bytes; b"" when the agent has gone."""

    def quiet(self) -> bool:
        """Whether there is nothing to read, not even the end. Does not wait."""

    def close(self) -> None:
        """End the stream and whatever stands behind it (process, container). Never raises."""


class SocketConnection:
    """A Connection over a connected socket (socketpair, Unix socket)."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def send(self, data: bytes, deadline: float) -> None:
        self._socket.settimeout(_left(deadline))
        self._socket.sendall(data)

    def receive(self, size: int, deadline: float) -> bytes:
        self._socket.settimeout(_left(deadline))
        return self._socket.recv(min(size, 1 << 20))

    def quiet(self) -> bool:
        return is_quiet(self._socket)

    def close(self) -> None:
        with contextlib.suppress(OSError):  # already gone is a normal outcome
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def is_quiet(connected: socket.socket) -> bool:
    """Whether an open socket has nothing to read, not even its end."""
    if connected.fileno() < 0:
        return False
    poll = select.poll()
    poll.register(connected, select.POLLIN)
    return not poll.poll(0)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class StreamBox:
    """A Box whose agent is at the other end of `connection`. Waits for the agent's hello: BoxFault without one."""

    def __init__(self, connection: Connection, language: str, box_id: str) -> None:
        self.id = box_id
        self.reusable = True
        self.core: int | None = None
        self.warm = True  # False: every run is started from nothing
        self._connection = connection
        self._language: Language = LANGUAGES[language]
        self._programs: dict[str, Program] = {}
        self._closing = threading.Lock()
        self._closed = False
        hello = self._answer("hello", time.monotonic() + START_SECONDS, max_blob=0)
        if hello.head.get("protocol") != protocol.VERSION:
            self._fault(f"the agent speaks protocol {hello.head.get('protocol')}, not {protocol.VERSION}")
        self._has_headers = bool(hello.head.get("headers"))
        self._snapshots = frozenset(map(str, hello.head.get("snapshots", ())))
        self._gates = frozenset(map(str, hello.head.get("gates", ())))
        self._cwd, self._workshop = (str(hello.head.get(name, "")) for name in ("cwd", "workshop"))

    def warm_up(self, limits: Limits) -> "StreamBox":
        """Let the agent start ahead what a compile and runs with these limits need not wait for. BoxFault."""
        laid = program(self._language, "")
        if self._language.compiled:
            self._send({"op": "warm", "for": "compile", **self._compile_head(laid, COMPILE_LIMITS)}, b"")
        if self._language.copied:  # else a run is started from what was compiled, and there is nothing yet
            self._send({"op": "warm", "for": "run", **self._run_head(laid, "", limits)}, b"")
        return self

    def compile(self, source: str, limits: Limits) -> Compiled:
        laid = program(self._language, source)
        if laid.headers and not self._has_headers:
            laid = replace(laid, headers="")
        compiled = self._compile(source, laid, limits)
        failed = compiled.outcome
        if laid.headers != "lean" or compiled.artifact is not None or failed is None or failed.stop is not Stop.EXITED:
            return compiled
        again = self._compile(source, replace(laid, headers="full"), limits)  # it may want what the lean ones lack
        if again.outcome is None:
            return again
        cpu_ms, wall_ms = again.outcome.cpu_ms + failed.cpu_ms, again.outcome.wall_ms + failed.wall_ms
        return replace(again, outcome=replace(again.outcome, cpu_ms=cpu_ms, wall_ms=wall_ms))

    def _compile(self, source: str, laid: Program, limits: Limits) -> Compiled:
        data = source.encode("utf-8", "replace")
        head = {"op": "compile", "files": [[laid.file, len(data)]], **self._compile_head(laid, limits)}
        answer = self._ask(head, data, "compiled", limits)
        artifact = answer.head.get("artifact")
        outcome = self._outcome(answer) if head["argv"] else None
        if not isinstance(artifact, str):
            if outcome is None:
                self._fault("the agent could not lay down the source")
            return Compiled(None, outcome)
        self._programs[artifact] = laid
        return Compiled(artifact, outcome)

    def run(self, artifact: str, stdin: bytes, limits: Limits) -> Outcome:
        laid = self._programs[artifact]
        head = {"op": "run", **self._run_head(laid, artifact, limits)}
        return self._outcome(self._ask(head, stdin, "ran", limits))

    def export(self, artifact: str) -> bytes:
        """The artifact's files, for `adopt` of another box; nothing where the source is all. BoxFault."""
        if not self._language.compiled:
            return b""
        self._send({"op": "export", "artifact": artifact}, b"")
        answer = self._answer("exported", time.monotonic() + SILENCE_SECONDS, max_blob=protocol.MAX_BLOB)
        if "files" not in answer.head:
            raise BoxFault("an artifact that is too large to take over")  # nothing is wrong with this box
        return json.dumps(answer.head["files"]).encode() + b"\n" + answer.blob

    def adopt(self, source: str, exported: bytes) -> str:
        """Lay down what another box has compiled: the artifact's name here. BoxFault."""
        laid = program(self._language, source)
        if self._language.compiled:
            files, _, blob = exported.partition(b"\n")
            self._send({"op": "adopt", "files": json.loads(files)}, blob)
            answer = self._answer("adopted", time.monotonic() + SILENCE_SECONDS, max_blob=0)
            artifact = str(answer.head["artifact"])
        else:
            artifact = self._compile(source, laid, COMPILE_LIMITS).artifact or ""
        self._programs[artifact] = laid
        return artifact

    def forget(self, artifact: str) -> None:
        """Delete what was compiled. BoxFault."""
        del self._programs[artifact]
        self._send({"op": "forget", "artifact": artifact}, b"")

    def _run_head(self, laid: Program, artifact: str, limits: Limits) -> dict[str, Any]:
        argv = run_argv(self._language, laid, artifact, limits)
        return {
            "artifact": artifact,
            "copy": ["." if self._language.compiled else laid.file] if self._language.copied else [],
            "warm": self.warm and self._language.warm,
            "ahead": self._ahead(laid, limits) if self.warm else None,
            "entry": laid.entry,
            "argv": run_from_snapshot(self._language, argv, limits, self._snapshots) if self.warm else argv,
            "env": run_env(self._language, limits),
            "limits": protocol.limits_head(limits, self._language.processes, self._language.stack_mib),
        }

    def _compile_head(self, laid: Program, limits: Limits) -> dict[str, Any]:
        argv = compile_argv(self._language, laid)
        ahead = ahead_compile_argv(self._language, self._workshop, self._snapshots, self._gates)
        return {
            "argv": compile_from_snapshot(self._language, argv, self._snapshots) if self.warm else argv,
            "ahead": {"argv": ahead, "count": 1} if self.warm and ahead else None,
            "entry": laid.file,
            "env": {"MONO_PATH": MONO_LIBRARIES} if self._language.name == "csharp" else {},
            "limits": protocol.limits_head(limits, processes=256, stack_mib=256),
        }

    def _ahead(self, laid: Program, limits: Limits) -> dict[str, Any]:
        """How the next runs like this one are started ahead."""
        argv = ahead_argv(self._language, laid, limits, self._cwd, self._snapshots, self._gates)
        resident = self._language.resident_mib << 20
        return {"argv": argv, "count": self._language.ahead, "resident": resident, "declines": self._language.declines}

    def probe(self, name: str) -> SandboxInfo:
        """Ask the agent for the versions of every language and for what protects a run."""
        commands = {row.name: list(row.version) for row in LANGUAGES.values()}
        self._send({"op": "probe", "commands": commands}, b"")
        head = self._answer("probed", time.monotonic() + PROBE_SECONDS, max_blob=0).head
        protections = {str(k): str(v) for k, v in dict(head["protections"]).items()}
        languages = {str(k): str(v) for k, v in dict(head["languages"]).items()}
        absent = [
            f"{row.label} cannot be run: apt-get install {row.packages}"
            for row in LANGUAGES.values()
            if row.name not in languages
        ]
        return SandboxInfo(name, languages, protections, (*absent, *map(str, head["missing"])))

    def alive(self) -> bool:
        """Between two calls an agent says nothing: one that does, or has gone, is not to be relied on."""
        return not self._closed and self._connection.quiet()

    def close(self) -> None:
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self.reusable = False
        self._connection.close()

    def _outcome(self, answer: Frame) -> Outcome:
        try:
            outcome = protocol.outcome_of(answer)
        except ProtocolError as error:
            self._fault(str(error))
        if outcome.stop is not Stop.EXITED or answer.head.get("odd"):
            self.reusable = False
        return outcome

    def _ask(self, head: dict[str, Any], blob: bytes, op: str, limits: Limits) -> Frame:
        """Send a request and wait for its answer: as long as the agent says that it lives, and not for ever."""
        patience = 60 + 20 * (limits.cpu_seconds + limits.idle_seconds)  # a busy machine flips no verdict
        self._send({**head, "core": self.core}, blob)
        return self._answer(op, time.monotonic() + patience, max_blob=2 * (limits.output_kib << 10))

    def _send(self, head: dict[str, Any], blob: bytes) -> None:
        deadline = time.monotonic() + SILENCE_SECONDS
        try:
            start = protocol.encode(head, len(blob))
            if len(blob) <= SMALL:
                self._connection.send(start + blob, deadline)
            else:
                self._connection.send(start, deadline)
                self._connection.send(blob, deadline)
        except (OSError, TimeoutError) as error:
            self._fault(f"the agent takes no request: {error!r}")

    def _answer(self, op: str, deadline: float, max_blob: int) -> Frame:
        while True:
            try:
                frame = self._frame(min(deadline, time.monotonic() + SILENCE_SECONDS), max_blob)
            except (OSError, TimeoutError, ProtocolError) as error:
                self._fault(f"no answer from the agent: {error!r}")
            if frame.op == op:
                return frame
            if frame.op != "alive":
                self._fault(f"the agent answered {frame.op!r}: {frame.head.get('message', '')}")

    def _frame(self, deadline: float, max_blob: int) -> Frame:
        return protocol.read_frame(lambda size: self._exactly(size, deadline), max_blob)

    def _exactly(self, size: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        missing = size
        while missing:
            part = self._connection.receive(missing, deadline)
            if not part:
                raise ConnectionResetError("the agent has gone")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _fault(self, why: str) -> NoReturn:
        self.close()
        raise BoxFault(f"box {self.id}: {why}")
