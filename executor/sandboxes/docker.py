"""The Docker sandbox: one locked container a box, driven through the engine's API. The only file that loads the SDK.

The ladder of a box: create → attach → start → the agent's hello … shutdown of the stream → remove. On every rung
"already gone" is a normal outcome. A container outlives nobody: end of file on its standard input stops the agent and
the engine removes it; what that misses is reaped by label at the next start.
"""

import atexit
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast

import docker as docker_sdk  # the SDK: an absolute import, so never this module
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from executor.core.languages import LANGUAGES
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import BoxFault, LanguageAbsent, SandboxInfo
from executor.sandboxes.attach import AttachedConnection, connect
from executor.sandboxes.container_config import (
    INSTANCE_LABEL,
    OWNER_LABEL,
    ContainerSpec,
    container_config,
    seccomp_profile,
)
from executor.sandboxes.engine_report import engine_missing, engine_protections
from executor.sandboxes.owner import is_alive, this_instance, this_owner
from executor.sandboxes.stream import StreamBox

log = logging.getLogger(__name__)

API_SECONDS = 30  # any one request; create and start take 0.1 s, ten times that on a crowded disk
ENGINE_ERRORS = (DockerException, OSError)  # requests' exceptions are OSErrors


def default_base_url() -> str:
    """Where the engine listens: DOCKER_HOST as for the command line, else the usual socket."""
    return os.environ.get("DOCKER_HOST") or "unix:///var/run/docker.sock"


@dataclass(slots=True)
class _Engine:
    """What belongs to one process: sockets and threads do not survive a fork."""

    base_url: str
    client: docker_sdk.APIClient
    pid: int
    owner: str
    remover: ThreadPoolExecutor
    open: set["_ContainerConnection"] = field(default_factory=set)


class DockerSandbox:
    """Opens containers of `image` under `runtime` ("" is the engine's default). `slots`: boxes driven at once."""

    name = "docker"

    def __init__(self, *, image: str, runtime: str = "", base_url: str = "", slots: int = 2) -> None:
        self._image = image
        self._runtime = runtime
        self._base_url = base_url or default_base_url()
        self._slots = slots
        self._instance = this_instance()
        self._engine: _Engine | None = None
        self._info: SandboxInfo | None = None
        self._lock = threading.RLock()
        self._probing = threading.Lock()

    def open(self, language: str, limits: Limits, tenant: str) -> StreamBox:
        if language not in self.probe().languages:
            raise LanguageAbsent(language, self.name)
        return self._open(language, max(limits.memory_mib, COMPILE_LIMITS.memory_mib)).warm_up(limits)

    def spare(self, language: str, limits: Limits, tenant: str, own: bool) -> StreamBox | None:
        return None  # only a pool has any

    def why_not(self) -> str:
        """In one sentence why no box can be opened here; "" when one can. Cheap: starts nothing."""
        try:
            client = self._connected().client
            cast(Any, client).inspect_image(self._image)  # the SDK's decorator hides its type
            runtimes = client.info().get("Runtimes", {})
        except ImageNotFound:
            return f"the image {self._image} is not here: run scripts/build-sandbox-image"
        except BoxFault as fault:
            return str(fault)
        except ENGINE_ERRORS as error:
            return f"the Docker daemon at {self._base_url} does not work: {_short(error)}"
        if self._runtime and self._runtime not in runtimes:
            return f"the Docker daemon has no runtime {self._runtime!r}; it has {', '.join(sorted(runtimes))}"
        return ""

    def probe(self) -> SandboxInfo:
        with self._probing:
            if self._info is None:
                reason = self.why_not()
                if reason:
                    raise BoxFault(reason)
                self._info = self._measured()
            return self._info

    def reap(self) -> int:
        """Remove the containers of this instance whose process is gone; how many there were."""
        return self._reap(self._connected())

    def close(self) -> None:
        with self._lock:
            engine, self._engine = self._engine, None
        atexit.unregister(self.close)
        if engine is None or engine.pid != os.getpid():
            return
        for connection in list(engine.open):
            connection.close()
        engine.remover.shutdown(wait=True)
        engine.client.close()

    def _connected(self) -> _Engine:
        """The engine's client of this process, made and tidied up after at first use. BoxFault without a daemon."""
        with self._lock:
            try:
                connect(self._base_url, API_SECONDS).close()  # the SDK leaks the socket of a connect that fails
                if self._engine is not None and self._engine.pid == os.getpid():
                    return self._engine
                client = docker_sdk.APIClient(
                    base_url=self._base_url,
                    version="auto",
                    timeout=API_SECONDS,
                    max_pool_size=max(10, 3 * self._slots),
                )
            except ENGINE_ERRORS as error:
                raise BoxFault(f"no Docker daemon answers at {self._base_url}: {_short(error)}") from error
            client.trust_env = False  # else each request looks for proxies and .netrc; the streams go past them, too
            remover = ThreadPoolExecutor(max_workers=2, thread_name_prefix="container-remover")
            self._engine = _Engine(self._base_url, client, os.getpid(), this_owner(), remover)
            atexit.register(self.close)
            remover.submit(self._reap, self._engine)
            return self._engine

    def _reap(self, engine: _Engine) -> int:
        try:
            found = engine.client.containers(all=True, filters={"label": [f"{INSTANCE_LABEL}={self._instance}"]})
        except ENGINE_ERRORS as error:
            log.warning("cannot look for abandoned containers: %s", _short(error))
            return 0
        abandoned = [c["Id"] for c in found if not is_alive(c["Labels"].get(OWNER_LABEL, ""))]
        for container in abandoned:
            _remove(engine, container)
        return len(abandoned)

    def _open(self, language: str, memory_mib: int) -> StreamBox:
        engine = self._connected()
        spec = ContainerSpec(
            image=self._image,
            language=language,
            memory_mib=memory_mib + LANGUAGES[language].ahead_mib,
            processes=LANGUAGES[language].processes + LANGUAGES[language].ahead_processes,
            instance=self._instance,
            owner=engine.owner,
            runtime=self._runtime,
        )
        connection = self._start(engine, container_config(spec, seccomp=seccomp_profile()))
        try:
            return StreamBox(connection, language, connection.container[:12])
        except BoxFault as fault:
            said = connection.stream.errors.decode("utf-8", "replace").strip()
            raise BoxFault(f"{fault}; it wrote: {said}" if said else str(fault)) from fault

    def _start(self, engine: _Engine, config: dict[str, Any]) -> "_ContainerConnection":
        """Create, attach, start: in that order, for what is written before an attach is lost."""
        container = ""
        connection = None
        try:
            container = str(cast(Any, engine.client).create_container_from_config(config)["Id"])
            stream = AttachedConnection(self._base_url, engine.client.api_version, container, API_SECONDS)
            connection = _ContainerConnection(engine, container, stream)
            engine.client.start(container)
        except ENGINE_ERRORS as error:
            if connection is not None:
                connection.close()
            elif container:
                _remove(engine, container)
            raise BoxFault(f"no container could be started: {_short(error)}") from error
        return connection

    def _measured(self) -> SandboxInfo:
        facts = self._connected().client.info()
        box = self._open("python", COMPILE_LIMITS.memory_mib)
        try:
            inside = box.probe(self.name)
        finally:
            box.close()
        protections = {**inside.protections, **engine_protections(facts, self._runtime)}
        return SandboxInfo(
            self.name, inside.languages, protections, (*inside.missing, *engine_missing(facts, self._runtime))
        )


class _ContainerConnection:
    """A `stream.Connection` that removes its container when it is closed, off the caller's path."""

    def __init__(self, engine: _Engine, container: str, stream: AttachedConnection) -> None:
        self.container = container
        self.stream = stream
        self._engine = engine
        self.send = stream.send
        self.receive = stream.receive
        self.quiet = stream.quiet
        engine.open.add(self)

    def close(self) -> None:
        self._engine.open.discard(self)
        self.stream.close()
        try:
            self._engine.remover.submit(_remove, self._engine, self.container)
        except RuntimeError:  # the interpreter or the sandbox is shutting down: no thread takes it any more
            _remove(self._engine, self.container)


def _remove(engine: _Engine, container: str) -> None:
    try:
        connect(engine.base_url, API_SECONDS).close()
        engine.client.remove_container(container, force=True, v=True)
    except NotFound:
        pass
    except APIError as error:
        if error.status_code != 409:  # its removal is under way: the engine does it by itself when the agent stops
            log.warning("container %s was not removed: %s", container[:12], _short(error))
    except ENGINE_ERRORS as error:
        log.warning(
            "container %s was not removed by us, its engine does when the agent stops: %s",
            container[:12],
            _short(error),
        )


def _short(error: Exception) -> str:
    """An engine's error in one line; it may quote the whole request, seccomp profile and all."""
    return " ".join(str(error).split())[:300]
