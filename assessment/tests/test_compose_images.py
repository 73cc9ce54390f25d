"""compose.yaml on a real engine: both images are built, everything is started, and a verdict comes back.

PostgreSQL and Redis come from Debian's archive (assessment/tests/compose), where no registry answers.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import require

pytestmark = pytest.mark.docker
ROOT = Path(__file__).parents[2]
SERVICES_IMAGE = "coding-engine-test-services:latest"
BUILD_SECONDS = 900
HEALTHY_SECONDS = 120


def compose_command() -> list[str]:
    """`docker compose` where there is one, else docker-compose; empty where neither is."""
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else []


def done(*command: str, env: dict[str, str] | None = None, seconds: float = 120) -> str:
    """What a command printed; its output in the failure when it failed."""
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds)
    assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout[-8000:]}\n{ended.stderr[-8000:]}"
    return ended.stdout


@dataclass(frozen=True, slots=True)
class Stack:
    """The running services of one compose project."""

    command: list[str]
    environment: dict[str, str]
    url: str

    def compose(self, *arguments: str) -> str:
        return done(*self.command, *arguments, env=self.environment)

    def container(self, service: str) -> dict[str, Any]:
        """The engine's own account of a service's container."""
        (found,) = json.loads(done("docker", "inspect", self.compose("ps", "-q", service).strip()))
        assert isinstance(found, dict)
        return found

    def post(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": f"Api-Key {key}"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            data = json.load(answer)
        assert isinstance(data, dict)
        return data


def healthy(stack: Stack) -> bool:
    return bool(stack.container("web")["State"].get("Health", {}).get("Status") == "healthy")


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    command = compose_command()
    require(bool(command), "docker compose or docker-compose")
    require(subprocess.run(["docker", "version"], capture_output=True).returncode == 0, "a Docker daemon")
    for script in ("build-sandbox-image", "build-image"):
        done(f"scripts/{script}", seconds=BUILD_SECONDS)
    services = "assessment/tests/compose"
    done("docker", "build", "--network", "host", "--tag", SERVICES_IMAGE, services, seconds=BUILD_SECONDS)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "COMPOSE_PROJECT_NAME": f"coding-engine-test-{os.getpid()}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "POSTGRES_IMAGE": SERVICES_IMAGE,
        "REDIS_IMAGE": SERVICES_IMAGE,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    if "DOCKER_HOST" in os.environ:
        environment["DOCKER_HOST"] = os.environ["DOCKER_HOST"]
    made = Stack(command, environment, f"http://127.0.0.1:{port}")
    try:
        made.compose("up", "--detach", "--no-build")
        deadline = time.monotonic() + HEALTHY_SECONDS
        while not healthy(made):
            assert time.monotonic() < deadline, made.compose("logs", "--no-color", "--tail", "50")
            time.sleep(0.5)
        yield made
    finally:
        made.compose("down", "--volumes", "--timeout", "5")


@pytest.fixture(scope="module")
def key(stack: Stack) -> str:
    """An API key, made as an operator makes one."""
    printed = stack.compose("exec", "-T", "web", "python3", "manage.py", "create_api_key", "--name", "compose")
    return next(word for word in reversed(printed.split()) if len(word) >= 40)


def execute(stack: Stack, key: str, code: str, expected: str, language: str = "python") -> dict[str, Any]:
    """The one result of running `code` on the input 20 22."""
    case = {"id": "one", "input": "20 22\n", "expected_output": expected}
    body = {"language": language, "code": code, "test_cases": [case], "user_id": "compose"}
    answer = stack.post("/proxy/execute", body, key)
    (result,) = answer["results"]
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "print(sum(map(int, input().split())))"),
        ("cpp", "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << '\\n'; }"),
    ],
)
def test_a_verdict_comes_from_the_runner(stack: Stack, key: str, language: str, code: str) -> None:
    assert execute(stack, key, code, "42\n", language)["verdict"] == "accepted"
    assert execute(stack, key, code, "43\n", language)["verdict"] == "wrong_answer"


def test_a_program_reaches_neither_the_agent_nor_the_other_services(stack: Stack, key: str) -> None:
    code = """
import socket
unix = socket.socket(socket.AF_UNIX)
try: unix.connect("/run/agent/agent.sock"); print("the agent")
except OSError: pass
for host in ("postgres", "redis", "web", "127.0.0.1"):
    for port in (5432, 6379, 8000):
        try: socket.create_connection((host, port), 1); print(host, port)
        except OSError: pass
print("nothing")"""
    result = execute(stack, key, code, "nothing\n")
    assert result["verdict"] == "accepted", result


def test_the_runner_is_locked_in(stack: Stack) -> None:
    runner = stack.container("runner")
    host = runner["HostConfig"]
    assert host["NetworkMode"] == "none"
    assert host["ReadonlyRootfs"] is True
    assert host["Privileged"] is False
    assert host["CapDrop"] == ["ALL"]
    assert sorted(name.removeprefix("CAP_") for name in host["CapAdd"]) == ["SETGID", "SETUID"]
    assert any(option.startswith("seccomp") and "SCMP_ACT_ERRNO" in option for option in host["SecurityOpt"])
    assert any(option.startswith("no-new-privileges") for option in host["SecurityOpt"])
    assert host["Memory"] == host["MemorySwap"] > 0
    assert host["PidsLimit"] > 0
    assert [mount["Destination"] for mount in runner["Mounts"] if mount["Type"] != "tmpfs"] == ["/run/agent"]


def test_no_secret_enters_the_runner_and_no_engine_is_within_reach(stack: Stack) -> None:
    runner = stack.container("runner")
    assert {variable.split("=")[0] for variable in runner["Config"]["Env"]} == {"PATH", "LANG"}
    for service in ("runner", "web", "worker", "sweeper"):
        assert "docker.sock" not in json.dumps(stack.container(service))


def test_the_product_runs_without_rights(stack: Stack) -> None:
    status = stack.compose("exec", "-T", "web", "cat", "/proc/1/status")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["Uid"].split() == ["10001"] * 4
    assert int(fields["CapEff"], 16) == int(fields["CapBnd"], 16) == 0
    assert fields["NoNewPrivs"] == "1"


def test_the_worker_and_the_sweeper_stay_up(stack: Stack) -> None:
    for service in ("worker", "sweeper", "runner"):
        state = stack.container(service)
        assert state["State"]["Running"], stack.compose("logs", "--no-color", "--tail", "50", service)
        assert state["RestartCount"] == 0
