"""The socket sandbox against a runner as compose.yaml starts it, but for the volume: a directory of this machine."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import docker as docker_sdk
import pytest
import yaml

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import BoxFault, Outcome, Stop
from executor.sandboxes.container_config import seccomp_profile
from executor.sandboxes.docker import DockerSandbox, default_base_url
from executor.sandboxes.socket import SocketSandbox
from executor.tests.test_docker_sandbox import PROGRAMS

IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=5, idle_seconds=20)
COMPOSE = Path(__file__).parents[2] / "compose.yaml"
NO_SUCH_PLACE = "/no/such/place/agent.sock"


def runner_config(service: dict[str, Any], directory: Path) -> dict[str, Any]:
    """compose.yaml's runner in the engine's own JSON, with fixed values where it reads the environment."""
    command = ["8" if "RUNNER_BOXES" in word else word for word in service["command"]]
    tmpfs = dict(mount.replace("${RUNNER_TMPFS:-512m}", "512m").split(":", 1) for mount in service["tmpfs"])
    assert service["security_opt"] == ["no-new-privileges:true", "seccomp:executor/image/seccomp.json"]
    return {
        "Image": IMAGE,
        "Cmd": command,
        "Hostname": service["hostname"],
        "HostConfig": {
            "AutoRemove": True,
            "Binds": [f"{directory}:/run/agent"],
            "CapAdd": service["cap_add"],
            "CapDrop": service["cap_drop"],
            "IpcMode": service["ipc"],
            "Memory": 3 << 30,
            "MemorySwap": 3 << 30,
            "NetworkMode": service["network_mode"],
            "PidsLimit": service["pids_limit"],
            "ReadonlyRootfs": service["read_only"],
            "SecurityOpt": ["no-new-privileges", f"seccomp={seccomp_profile()}"],
            "ShmSize": 16 << 20,
            "Tmpfs": tmpfs,
        },
    }


@pytest.fixture(scope="module")
def engine() -> Iterator[docker_sdk.APIClient]:
    image = DockerSandbox(image=IMAGE)
    why_not = image.why_not()
    image.close()
    require(not why_not, f"the runner's image: {why_not}")
    client = docker_sdk.APIClient(base_url=default_base_url(), version="auto")
    yield client
    client.close()


@pytest.fixture(scope="module")
def runner(engine: docker_sdk.APIClient, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The path of a running agent's socket, in a directory that runs cannot enter."""
    directory = tmp_path_factory.mktemp("agent")
    directory.chmod(0o750)
    config = runner_config(yaml.safe_load(COMPOSE.read_text())["services"]["runner"], directory)
    container = str(cast(Any, engine).create_container_from_config(config)["Id"])
    try:
        engine.start(container)
        deadline = time.monotonic() + 20
        while SocketSandbox(path=str(directory / "agent.sock")).why_not():
            assert time.monotonic() < deadline, engine.logs(container)
            time.sleep(0.05)
        yield directory / "agent.sock"
    finally:
        engine.remove_container(container, force=True)


@pytest.fixture
def sandbox(runner: Path) -> Iterator[SocketSandbox]:
    made = SocketSandbox(path=str(runner))
    yield made
    made.close()


def ran(sandbox: SocketSandbox, source: str, stdin: bytes = b"", language: str = "python") -> Outcome:
    box = sandbox.open(language, LIMITS, "tests")
    try:
        compiled = box.compile(source, COMPILE_LIMITS)
        assert compiled.artifact, compiled.outcome
        return box.run(compiled.artifact, stdin, LIMITS)
    finally:
        box.close()


@pytest.mark.docker
@pytest.mark.parametrize("language", sorted(PROGRAMS))
def test_every_language_compiles_and_runs(sandbox: SocketSandbox, language: str) -> None:
    outcome = ran(sandbox, PROGRAMS[language], b"20 22\n", language)
    assert (outcome.stop, outcome.exit_code, outcome.stdout.strip()) == (Stop.EXITED, 0, b"42")


@pytest.mark.docker
def test_it_says_what_protects_a_run(sandbox: SocketSandbox) -> None:
    info = sandbox.probe()
    assert info.name == "socket"
    assert set(info.languages) == set(PROGRAMS)
    assert "denied" in info.protections["seccomp"]


@pytest.mark.docker
def test_several_boxes_at_once_know_nothing_of_each_other(sandbox: SocketSandbox) -> None:
    write_and_look = """
import os, time
mine = input()
open("mine.txt", "w").write(mine)
time.sleep(0.5)
def seen(path):
    try: return os.listdir(path)
    except OSError: return []
others = [p for p in seen("/proc") if p.isdigit() and p != str(os.getpid())]
print(open("mine.txt").read(), seen("/box") + seen("/box/1") + seen("/tmp") + seen("/dev/shm"),
      [p for p in others if os.access(f"/proc/{p}/environ", os.R_OK)])"""
    sandbox.probe()
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda n: ran(sandbox, write_and_look, b"%d" % n), range(4)))
    assert [o.stdout.decode() for o in outcomes] == [f"{n} [] []\n" for n in range(4)], outcomes[0].stderr


@pytest.mark.docker
def test_a_program_cannot_reach_the_agents_socket(sandbox: SocketSandbox) -> None:
    outcome = ran(
        sandbox,
        """
import socket
try:
    socket.socket(socket.AF_UNIX).connect("/run/agent/agent.sock")
    print("connected")
except OSError as error:
    print("refused", error.errno)""",
    )
    assert outcome.stdout == b"refused 13\n"


@pytest.mark.docker
def test_a_box_that_is_given_up_in_a_run_frees_its_place(sandbox: SocketSandbox) -> None:
    for _ in range(12):  # more than the runner has places
        box = sandbox.open("python", LIMITS, "tests")
        artifact = box.compile("import time\ntime.sleep(60)", COMPILE_LIMITS).artifact
        assert artifact
        timer = threading.Timer(0.1, box.close)
        timer.start()
        with pytest.raises(BoxFault):
            box.run(artifact, b"", Limits(idle_seconds=60))
        timer.join()
    assert ran(sandbox, "print(1)").stdout == b"1\n"


@pytest.mark.docker
def test_when_every_place_is_taken_the_next_is_told(sandbox: SocketSandbox) -> None:
    boxes = []
    try:
        with pytest.raises(BoxFault, match="no free box"):
            for _ in range(9):
                boxes.append(sandbox.open("python", LIMITS, "tests"))
        assert len(boxes) == 8
    finally:
        for box in boxes:
            box.close()


@pytest.mark.parametrize(("path", "says"), [("", "EXECUTOR_SOCKET"), (NO_SUCH_PLACE, "no agent listens")])
def test_without_an_agent_it_says_so(path: str, says: str) -> None:
    absent = SocketSandbox(path=path)
    assert says in absent.why_not()
    with pytest.raises(BoxFault):
        absent.open("python", LIMITS, "tests")
    absent.close()
