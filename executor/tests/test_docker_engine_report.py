"""What `doctor` says of an engine, from the engine's own report."""

from typing import Any

import pytest

from executor.sandboxes.engine_report import engine_missing, engine_protections

DEBIAN: dict[str, Any] = {
    "ServerVersion": "20.10.24",
    "DefaultRuntime": "runc",
    "RuncCommit": {"ID": "1.1.5"},
    "SecurityOptions": ["name=apparmor", "name=seccomp,profile=default"],
    "CgroupVersion": "1",
    "CgroupDriver": "cgroupfs",
    "MemoryLimit": True,
    "PidsLimit": True,
}


def test_a_good_engine_lacks_nothing() -> None:
    assert engine_missing(DEBIAN, "") == []
    assert engine_protections(DEBIAN, "") == {
        "engine": "Docker 20.10.24",
        "runtime": "runc 1.1.5",
        "engine_security": "apparmor, seccomp",
        "cgroup": "v1, cgroupfs",
    }


@pytest.mark.parametrize(
    ("change", "runtime", "word"),
    [
        ({"SecurityOptions": None}, "", "seccomp"),
        ({"SecurityOptions": ["name=apparmor"]}, "runc", "seccomp"),
        ({"MemoryLimit": False}, "", "memory cgroup"),
        ({"PidsLimit": False}, "", "pids cgroup"),
    ],
)
def test_each_lack_is_one_sentence(change: dict[str, Any], runtime: str, word: str) -> None:
    (sentence,) = engine_missing({**DEBIAN, **change}, runtime)
    assert word in sentence


def test_gvisor_lacks_dockers_filter_and_a_clock_of_processor_time() -> None:
    about_filter, about_time = engine_missing(DEBIAN, "runsc")
    assert "seccomp" in about_filter
    assert "processor time" in about_time


def test_another_runtime_is_named() -> None:
    assert engine_protections(DEBIAN, "crun")["runtime"] == "crun"


def test_an_engine_that_says_little_is_still_described() -> None:
    assert engine_protections({}, "")["engine"] == "Docker ?"
    assert engine_protections({}, "")["engine_security"] == "none"
