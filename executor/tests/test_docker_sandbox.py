"""The Docker sandbox on a real engine: boxes open, judge, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import docker as docker_sdk
import pytest

from conftest import require
from executor.core.languages import LANGUAGES
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import BoxFault, Outcome, Stop
from executor.sandboxes.container_config import INSTANCE_LABEL, OWNER_LABEL
from executor.sandboxes.docker import DockerSandbox, default_base_url
from executor.sandboxes.owner import owner_of, this_instance, this_owner

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=5, idle_seconds=20)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[DockerSandbox]:
    made = DockerSandbox(image=IMAGE)
    why_not = made.why_not()
    require(not why_not, f"the docker sandbox: {why_not}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def engine(sandbox: DockerSandbox) -> Iterator[docker_sdk.APIClient]:
    client = docker_sdk.APIClient(base_url=default_base_url(), version="auto")
    yield client
    client.close()


def ours(engine: docker_sdk.APIClient, owner: str) -> list[str]:
    """The containers that the process `owner` drives."""
    return [c["Id"] for c in engine.containers(all=True, filters={"label": [f"{OWNER_LABEL}={owner}"]})]


def eventually(holds: Any, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def ran(sandbox: DockerSandbox, source: str, stdin: bytes = b"", language: str = "python") -> Outcome:
    box = sandbox.open(language, LIMITS, "tests")
    try:
        compiled = box.compile(source, COMPILE_LIMITS)
        assert compiled.artifact, compiled.outcome
        return box.run(compiled.artifact, stdin, LIMITS)
    finally:
        box.close()


def test_the_image_has_all_languages_in_the_promised_versions(sandbox: DockerSandbox) -> None:
    languages = sandbox.probe().languages
    assert set(languages) == set(LANGUAGES)
    for language, version in {
        "python": "3.13",
        "java": "21",
        "cpp": "14.",
        "javascript": "v20",
        "csharp": "6.12",
    }.items():
        assert version in languages[language]


def test_it_says_what_protects_a_run(sandbox: DockerSandbox) -> None:
    info = sandbox.probe()
    assert info.name == "docker"
    assert info.protections["engine"].startswith("Docker ")
    assert info.protections["runtime"]
    assert sandbox.probe() is info, "measured once"


PROGRAMS = {
    "python": "print(sum(map(int, input().split())))",
    "javascript": "console.log(require('fs').readFileSync(0, 'utf8').split(' ').map(Number).reduce((a, b) => a + b))",
    "cpp": "#include <bits/stdc++.h>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }",
    "java": """import java.util.*;
        public class Adder { public static void main(String[] a) {
            Scanner s = new Scanner(System.in); System.out.println(s.nextInt() + s.nextInt()); } }""",
    "csharp": """using System; using System.Linq;
        class P { static void Main() { Console.WriteLine(Console.ReadLine().Split(' ').Select(int.Parse).Sum()); } }""",
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_compiles_and_runs(sandbox: DockerSandbox, language: str) -> None:
    outcome = ran(sandbox, PROGRAMS[language], b"20 22\n", language)
    assert (outcome.stop, outcome.exit_code, outcome.stdout.strip()) == (Stop.EXITED, 0, b"42")


# Each prints what it found: an empty line where the wall stands.
WALLS = {
    "network": """
import socket
for address in ('192.0.2.1', '172.17.0.1', '169.254.169.254', '2001:db8::1'):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    try: socket.socket(family, socket.SOCK_DGRAM).connect((address, 9)); print(address)
    except OSError: pass""",
    "engine's socket": "import glob; print(glob.glob('/run/docker*') + glob.glob('/var/run/docker*') or '')",
    "writable root": """
import os
for place in ("/", "/opt", "/etc", "/usr", "/var", "/home", "/root", "/run"):
    try: open(place + "/x", "w"); print(place, end=" ")
    except OSError: pass
print()""",
    "capabilities": """
caps = dict(line.split(":") for line in open("/proc/self/status") if line.startswith("Cap"))
print([name for name, mask in caps.items() if int(mask, 16)] if int(caps["CapEff"], 16) else "")""",
    "new privileges": "print('' if 'NoNewPrivs:\\t1' in open('/proc/self/status').read() else 'allowed')",
    "no seccomp": "print('' if 'Seccomp:\\t2' in open('/proc/self/status').read() else 'none')",
    "setuid programs": """
import os
print(*[os.path.join(d, f) for top in ("/usr", "/opt") for d, _, fs in os.walk(top) for f in fs
  if os.lstat(os.path.join(d, f)).st_mode & 0o6000])""",
    "root": "import os; print('' if os.getuid() and os.getgid() else 'root')",
    "the agent's memory": """
try: open('/proc/1/mem', 'rb').read(1); print('read')
except OSError: print()""",
    "the agent's environment": """
try: print(open('/proc/1/environ').read())
except OSError: print()""",
    "devices": """
for name in ('kmsg', 'mem', 'kvm', 'fuse', 'sda', 'vda', 'net/tun', 'console'):
    try: open('/dev/' + name, 'rb'); print(name, end=' ')
    except OSError: pass
print()""",
    "host name": "import socket; print('' if socket.gethostname() == 'sandbox' else socket.gethostname())",
    "swap": """
import glob
print(*[open(f).read() for f in glob.glob('/sys/fs/cgroup/memory.swap.max') if open(f).read().strip() != '0'])""",
}


@pytest.mark.parametrize("wall", WALLS)
def test_a_wall_stands(sandbox: DockerSandbox, wall: str) -> None:
    outcome = ran(sandbox, WALLS[wall])
    assert (outcome.exit_code, outcome.stdout.strip()) == (0, b""), outcome.stderr.decode()


def test_sixteen_mebibytes_go_in_and_a_capped_flood_comes_out(sandbox: DockerSandbox) -> None:
    outcome = ran(
        sandbox, "import sys; d = sys.stdin.buffer.read(); print(len(d)); print('x' * 500_000)", b"y" * (16 << 20)
    )
    assert outcome.stdout.startswith(b"16777216\nxxxx")
    assert len(outcome.stdout) == 9 + 500_001


def test_a_closed_box_leaves_no_container(sandbox: DockerSandbox, engine: docker_sdk.APIClient) -> None:
    box = sandbox.open("python", LIMITS, "tests")
    assert [c[:12] for c in ours(engine, this_owner()) if c.startswith(box.id)] == [box.id]
    started = time.monotonic()
    box.close()
    box.close()
    assert time.monotonic() - started < 0.05, "removal is off the caller's path"
    assert eventually(lambda: not [c for c in ours(engine, this_owner()) if c.startswith(box.id)])


def test_several_threads_at_once(sandbox: DockerSandbox) -> None:
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda n: ran(sandbox, "print(int(input()) * 2)", b"%d" % n), range(8)))
    assert [int(o.stdout) for o in outcomes] == [0, 2, 4, 6, 8, 10, 12, 14]


def test_closing_the_sandbox_removes_every_open_box(engine: docker_sdk.APIClient) -> None:
    mine = DockerSandbox(image=IMAGE)
    boxes = {mine.open("python", LIMITS, "tests").id for _ in range(2)}
    mine.close()
    assert eventually(lambda: not boxes & {c[:12] for c in ours(engine, this_owner())})
    mine.close()


CHILD = """
import sys, time
from executor.core.limits import Limits
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.owner import this_owner
box = DockerSandbox(image=sys.argv[1]).open("python", Limits(), "tests")
print(this_owner(), flush=True)
box.run(box.compile("import time\\ntime.sleep(60)", Limits()).artifact, b"", Limits(idle_seconds=60))
"""


def test_a_killed_worker_leaves_no_container(sandbox: DockerSandbox, engine: docker_sdk.APIClient) -> None:
    with subprocess.Popen([sys.executable, "-c", CHILD, IMAGE], stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        owner = worker.stdout.readline().strip()
        assert owner == owner_of(worker.pid)
        assert len(ours(engine, owner)) == 1
        worker.send_signal(signal.SIGKILL)
    assert eventually(lambda: not ours(engine, owner))


def test_what_a_dead_process_left_is_reaped_and_a_living_ones_is_not(
    sandbox: DockerSandbox, engine: docker_sdk.APIClient
) -> None:
    def left_behind(owner: str, instance: str) -> str:
        config = {
            "Image": IMAGE,
            "Entrypoint": ["sleep", "600"],
            "Labels": {INSTANCE_LABEL: instance, OWNER_LABEL: owner},
            "HostConfig": {"NetworkMode": "none", "AutoRemove": True},
        }
        container = str(cast(Any, engine).create_container_from_config(config)["Id"])
        engine.start(container)
        return container

    boot, pid, started = this_owner().split("-")
    dead = left_behind(f"{boot}-{pid}-{int(started) - 1}", this_instance())
    others = [left_behind(this_owner(), this_instance()), left_behind(f"{boot}-{pid}-1", "another-machine")]
    try:
        assert sandbox.reap() == 1
        present = {c["Id"] for c in engine.containers(all=True)}
        assert dead not in present
        assert set(others) <= present
    finally:
        for container in others:
            engine.remove_container(container, force=True)


@pytest.mark.usefixtures("sandbox")  # a daemon answers, or the test is skipped loudly
def test_an_image_that_is_not_here_is_named() -> None:
    absent = DockerSandbox(image="coding-engine-sandbox:no-such-tag")
    assert "scripts/build-sandbox-image" in absent.why_not()
    with pytest.raises(BoxFault, match="no-such-tag"):
        absent.open("python", LIMITS, "tests")
    absent.close()


@pytest.mark.usefixtures("sandbox")  # a daemon answers, or the test is skipped loudly
def test_a_runtime_that_is_not_here_is_named() -> None:
    absent = DockerSandbox(image=IMAGE, runtime="no-such-runtime")
    assert "no-such-runtime" in absent.why_not()
    absent.close()


@pytest.mark.usefixtures("sandbox")  # a daemon answers, or the test is skipped loudly
def test_no_thread_outlives_the_sandbox() -> None:
    before = set(threading.enumerate())
    mine = DockerSandbox(image=IMAGE)
    mine.open("python", LIMITS, "tests").close()
    mine.close()
    assert set(threading.enumerate()) <= before


def test_every_runtime_that_the_engine_has_judges(engine: docker_sdk.APIClient) -> None:
    """runc, and gVisor where it is registered (WITH_RUNSC=1 scripts/ensure-docker)."""
    runtimes = sorted({"runc", "runsc"} & set(engine.info()["Runtimes"]))
    assert "runc" in runtimes
    for runtime in runtimes:
        under = DockerSandbox(image=IMAGE, runtime=runtime)
        try:
            assert runtime in under.probe().protections["runtime"]
            assert ran(under, PROGRAMS["python"], b"20 22\n").stdout == b"42\n"
        finally:
            under.close()
