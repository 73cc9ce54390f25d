"""The pool over real containers: what waits, what it weighs, and that a dead one is not lent."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import docker as docker_sdk
import pytest

from conftest import require
from executor.core.languages import LANGUAGES
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Box
from executor.sandboxes.container_config import OWNER_LABEL
from executor.sandboxes.docker import DockerSandbox, default_base_url
from executor.sandboxes.memory import SHIM_MIB, WARM_MIB
from executor.sandboxes.owner import this_owner
from executor.sandboxes.pool import Pool
from executor.tests.test_docker_sandbox import PROGRAMS

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits()


@pytest.fixture(scope="module")
def engine() -> Iterator[docker_sdk.APIClient]:
    probing = DockerSandbox(image=IMAGE)
    why_not = probing.why_not()
    probing.close()
    require(not why_not, f"the docker sandbox: {why_not}")
    client = docker_sdk.APIClient(base_url=default_base_url(), version="auto")
    yield client
    client.close()


@pytest.fixture
def pool(engine: docker_sdk.APIClient) -> Iterator[Pool]:
    made = Pool(DockerSandbox(image=IMAGE), cores=(0, 1), ahead=1, always={"python": LIMITS})
    yield made
    made.close()
    assert eventually(lambda: not _containers(engine)), "closing it leaves no container"


def eventually(holds: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _containers(engine: docker_sdk.APIClient) -> dict[str, str]:
    """Full ids of our containers by the box's id."""
    found = engine.containers(all=True, filters={"label": [f"{OWNER_LABEL}={this_owner()}"]})
    return {container["Id"][:12]: container["Id"] for container in found}


def _ran(box: Box, language: str = "python") -> bytes:
    artifact = box.compile(PROGRAMS[language], COMPILE_LIMITS).artifact
    assert artifact
    return box.run(artifact, b"20 22\n", LANGUAGES[language].scale(LIMITS)).stdout.strip()


def test_a_first_run_finds_a_container_that_waits_and_its_interpreter_started(
    pool: Pool, engine: docker_sdk.APIClient
) -> None:
    assert eventually(lambda: pool.waiting() == 1)
    time.sleep(1)  # the interpreter that it starts ahead is there by then
    waiting = set(_containers(engine))
    box = pool.open("python", LIMITS, "alice")
    artifact = box.compile(PROGRAMS["python"], COMPILE_LIMITS).artifact
    assert artifact
    outcome = box.run(artifact, b"20 22\n", LIMITS)
    assert (box.id in waiting, outcome.stdout, outcome.warm) == (True, b"42\n", True)
    box.close()
    assert eventually(lambda: len(_containers(engine)) == 2)
    assert pool.open("python", LIMITS, "bob").id != box.id


def test_a_container_that_died_while_it_waited_is_not_lent(pool: Pool, engine: docker_sdk.APIClient) -> None:
    box = pool.open("python", LIMITS, "alice")
    assert _ran(box) == b"42"
    box.close()
    engine.kill(box.id)
    assert eventually(lambda: box.id not in _containers(engine))
    again = pool.open("python", LIMITS, "alice")
    assert again.id != box.id
    assert _ran(again) == b"42"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_warm_box_weighs_what_the_pool_reckons_with(pool: Pool, engine: docker_sdk.APIClient, language: str) -> None:
    box = pool.open(language, LANGUAGES[language].scale(LIMITS), "alice")
    assert _ran(box, language) == b"42"
    box.close()
    time.sleep(2)  # what it starts ahead for the next run
    info = engine.inspect_container(_containers(engine)[box.id])
    assert _memory_mib(info["State"]["Pid"]) <= WARM_MIB[language]
    assert _shim_mib(info["State"]["Pid"]) <= SHIM_MIB


def _memory_mib(pid: int) -> float:
    """Of a container's cgroup, without the page cache of the image's files: those are shared and given up first."""
    places = [line.strip().split(":", 2) for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines()]
    v1 = next((path for _, names, path in places if "memory" in names.split(",")), None)
    v2 = next(path for number, _, path in places if number == "0")
    folder = Path(f"/sys/fs/cgroup/memory{v1}") if v1 is not None else Path(f"/sys/fs/cgroup{v2}")
    require(folder.exists(), "a view of the containers' cgroups")
    facts = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
    keys = ("total_rss", "total_shmem") if v1 is not None else ("anon", "shmem")
    kernel = int((folder / "memory.kmem.usage_in_bytes").read_text()) if v1 is not None else int(facts["kernel"])
    return (sum(int(facts.get(key, 0)) for key in keys) + kernel) / (1 << 20)


def _shim_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    parent = next(line.split()[1] for line in status.splitlines() if line.startswith("PPid:"))
    rss = next(
        line.split()[1] for line in Path(f"/proc/{parent}/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(rss) / 1024
