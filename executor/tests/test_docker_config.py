"""What a container is created with, key by key: a wall that is lost here is lost silently."""

import json
from typing import Any

import pytest

from executor.sandboxes.container_config import ContainerSpec, container_config, seccomp_profile

MIB = 1024 * 1024


def spec(**changes: Any) -> ContainerSpec:
    values: dict[str, Any] = {
        "image": "coding-engine-sandbox:latest",
        "language": "python",
        "memory_mib": 1024,
        "processes": 64,
        "instance": "here",
        "owner": "boot-1-2",
    }
    return ContainerSpec(**{**values, **changes})


def test_the_whole_configuration() -> None:
    assert container_config(spec(), seccomp="{}") == {
        "Image": "coding-engine-sandbox:latest",
        "Cmd": [],
        "Hostname": "sandbox",
        "WorkingDir": "/box",
        "User": "0:0",
        "Labels": {
            "org.coding-engine.instance": "here",
            "org.coding-engine.owner": "boot-1-2",
            "org.coding-engine.language": "python",
        },
        "Tty": False,
        "OpenStdin": True,
        "StdinOnce": True,
        "AttachStdin": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "NetworkDisabled": True,
        "HostConfig": {
            "AutoRemove": True,
            "CapAdd": ["SETUID", "SETGID"],
            "CapDrop": ["ALL"],
            "Init": False,
            "IpcMode": "private",
            "LogConfig": {"Type": "none", "Config": {}},
            "MaskedPaths": [
                "/proc/acpi",
                "/proc/asound",
                "/proc/interrupts",
                "/proc/kcore",
                "/proc/keys",
                "/proc/latency_stats",
                "/proc/sched_debug",
                "/proc/scsi",
                "/proc/timer_list",
                "/proc/timer_stats",
                "/sys/devices/virtual/powercap",
                "/sys/firmware",
            ],
            "Memory": (1024 + 64 + 64) * MIB,
            "MemorySwap": (1024 + 64 + 64) * MIB,
            "NetworkMode": "none",
            "PidsLimit": 72,
            "Privileged": False,
            "ReadonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
            "ReadonlyRootfs": True,
            "Runtime": "",
            "SecurityOpt": ["no-new-privileges", "seccomp={}"],
            "ShmSize": MIB,
            "Tmpfs": {
                "/box": "rw,exec,nosuid,nodev,size=64m,nr_inodes=4096,mode=711",
                "/tmp": "rw,noexec,nosuid,nodev,size=1m,nr_inodes=256,mode=1777",
            },
            "Ulimits": [
                {"Name": "core", "Soft": 0, "Hard": 0},
                {"Name": "nofile", "Soft": 256, "Hard": 256},
            ],
        },
    }


@pytest.mark.parametrize("runtime", ["", "runc", "crun", "runsc"])
def test_the_runtime_is_the_setting(runtime: str) -> None:
    assert container_config(spec(runtime=runtime), seccomp="{}")["HostConfig"]["Runtime"] == runtime


@pytest.mark.parametrize("memory_mib", [64, 256, 4096])
def test_there_is_no_swap(memory_mib: int) -> None:
    host = container_config(spec(memory_mib=memory_mib), seccomp="{}")["HostConfig"]
    assert host["Memory"] == host["MemorySwap"] == (memory_mib + 128) * MIB


def test_nothing_of_the_host_is_mounted() -> None:
    config = container_config(spec(), seccomp=seccomp_profile())
    assert not {"Binds", "Mounts", "VolumesFrom", "Volumes", "Devices", "DeviceRequests", "ExtraHosts", "Links"} & {
        *config,
        *config["HostConfig"],
    }
    assert "docker.sock" not in json.dumps(config)


def test_processes_are_counted_by_the_cgroup_and_never_by_uid() -> None:
    host = container_config(spec(processes=256), seccomp="{}")["HostConfig"]
    assert host["PidsLimit"] == 264
    assert "nproc" not in {limit["Name"] for limit in host["Ulimits"]}


def test_gvisor_has_room_for_its_own_kernel_and_the_agent_counts_processes() -> None:
    config = container_config(spec(runtime="runsc"), seccomp="{}")
    assert config["Cmd"] == ["--nproc"]
    assert config["HostConfig"]["Memory"] == config["HostConfig"]["MemorySwap"] == (1024 + 128 + 192) * MIB
    assert config["HostConfig"]["PidsLimit"] > 8 * 64
