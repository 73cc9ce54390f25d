"""What breaks under a box on a real engine becomes a BoxFault within seconds: never a hang, never a verdict."""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docker as docker_sdk
import pytest

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Box, BoxFault
from executor.sandboxes.attach import connect
from executor.sandboxes.docker import DockerSandbox, default_base_url

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
SLEEPER = "import time\nprint('here', flush=True)\ntime.sleep(30)"
PATIENT = Limits(idle_seconds=60)


class Proxy:
    """Stands between the sandbox and the engine, so that the engine can vanish without vanishing for others."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None

    def start(self) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(self.path))
        self._listener.listen(64)
        self._spawn(self._accept, self._listener)

    def stop(self) -> None:
        """As when the daemon is stopped: nothing listens, every connection is dead."""
        if self._listener is not None:
            self.path.unlink()
            for each in [self._listener, *self._sockets]:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()
        for each in [*self._sockets, *([self._listener] if self._listener else [])]:
            each.close()
        self._sockets, self._threads, self._listener = [], [], None

    def _spawn(self, work: Callable[..., None], *arguments: socket.socket) -> None:
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near = listener.accept()[0]
            except OSError:
                return
            far = connect(default_base_url(), 10)
            far.settimeout(None)
            self._sockets += [near, far]
            self._spawn(self._pump, near, far)
            self._spawn(self._pump, far, near)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    made = Proxy(tmp_path / "engine.sock")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def sandbox(proxy: Proxy) -> Iterator[DockerSandbox]:
    direct = DockerSandbox(image=IMAGE)
    why_not = direct.why_not()
    direct.close()
    require(not why_not, f"the docker sandbox: {why_not}")
    made = DockerSandbox(image=IMAGE, base_url=f"unix://{proxy.path}")
    yield made
    made.close()


@pytest.fixture
def engine(sandbox: DockerSandbox) -> Iterator[docker_sdk.APIClient]:
    client = docker_sdk.APIClient(base_url=default_base_url(), version="auto")
    yield client
    client.close()


def during_a_run(sandbox: DockerSandbox, happens: Callable[[Box], None], *, within: float) -> BoxFault:
    """Runs a program that sleeps; `happens` while it does. The fault that comes of it, in `within` seconds."""
    box = sandbox.open("python", PATIENT, "tests")
    artifact = box.compile(SLEEPER, COMPILE_LIMITS).artifact
    assert artifact
    at: list[float] = []

    def strike() -> None:
        happens(box)
        at.append(time.monotonic())

    timer = threading.Timer(0.5, strike)
    timer.start()
    try:
        with pytest.raises(BoxFault) as caught:
            box.run(artifact, b"", PATIENT)
        timer.join()
        assert time.monotonic() - at[0] < within
        assert not box.reusable
    finally:
        timer.join()
        box.close()
    return caught.value


def works(sandbox: DockerSandbox) -> bool:
    box = sandbox.open("python", PATIENT, "tests")
    try:
        artifact = box.compile("print(6 * 7)", COMPILE_LIMITS).artifact
        return artifact is not None and box.run(artifact, b"", PATIENT).stdout == b"42\n"
    finally:
        box.close()


def test_the_container_is_killed(sandbox: DockerSandbox, engine: docker_sdk.APIClient) -> None:
    fault = during_a_run(sandbox, lambda box: engine.kill(box.id), within=5)
    assert "gone" in str(fault)
    assert works(sandbox)


def test_the_container_is_removed(sandbox: DockerSandbox, engine: docker_sdk.APIClient) -> None:
    during_a_run(sandbox, lambda box: engine.remove_container(box.id, force=True), within=5)
    assert works(sandbox)


def test_the_container_is_frozen(
    sandbox: DockerSandbox, engine: docker_sdk.APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("executor.sandboxes.stream.SILENCE_SECONDS", 3.0)
    fault = during_a_run(sandbox, lambda box: engine.pause(box.id), within=10)
    assert "TimeoutError" in str(fault)
    assert works(sandbox)


def test_the_daemon_stops_and_comes_back(sandbox: DockerSandbox, proxy: Proxy) -> None:
    during_a_run(sandbox, lambda box: proxy.stop(), within=5)
    started = time.monotonic()
    with pytest.raises(BoxFault):
        sandbox.open("python", PATIENT, "tests")
    assert "no Docker daemon answers" in sandbox.why_not()
    assert time.monotonic() - started < 5
    proxy.start()
    assert works(sandbox)


def test_no_daemon_from_the_start(tmp_path: Path) -> None:
    absent = DockerSandbox(image=IMAGE, base_url=f"unix://{tmp_path}/absent.sock")
    assert "no Docker daemon answers" in absent.why_not()
    with pytest.raises(BoxFault, match="no Docker daemon answers"):
        absent.open("python", PATIENT, "tests")
    absent.close()


def test_an_agent_that_does_not_start(engine: docker_sdk.APIClient, sandbox: DockerSandbox) -> None:
    """An image whose entry point is no agent: the fault says what it wrote."""
    sandbox.probe()
    container = engine.create_container(
        IMAGE, entrypoint=["python3", "-c", "import sys; sys.exit('no agent in here')"]
    )["Id"]
    try:
        image = engine.commit(container, repository="coding-engine-test-broken", tag=str(os.getpid()))["Id"]
    finally:
        engine.remove_container(container)
    broken = DockerSandbox(image=image)
    try:
        with pytest.raises(BoxFault, match="no agent in here"):
            broken.probe()
    finally:
        broken.close()
        engine.remove_image(image, force=True)
