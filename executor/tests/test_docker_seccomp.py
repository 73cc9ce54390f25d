"""The seccomp profile as data: what it must not let through, and what every runtime needs of it."""

import json
from typing import Any

import pytest

from executor.sandboxes.container_config import seccomp_profile

RULES: list[dict[str, Any]] = json.loads(seccomp_profile())["syscalls"]
ALLOWED = {name for rule in RULES if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}

FORBIDDEN = """
    acct add_key adjtimex bpf chroot clock_adjtime clock_settime delete_module fanotify_init finit_module
    fsconfig fsmount fsopen get_mempolicy init_module io_uring_enter io_uring_register io_uring_setup ioperm
    iopl kcmp kexec_load keyctl lookup_dcookie mbind memfd_secret migrate_pages modify_ldt mount mount_setattr
    move_mount move_pages mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd
    name_to_handle_at open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root process_madvise
    process_vm_readv process_vm_writev ptrace quotactl reboot request_key semget semop set_mempolicy
    setdomainname sethostname setns settimeofday shmat shmget socketcall swapoff swapon sync syncfs sysfs
    syslog umount umount2 unshare uselib userfaultfd ustat vhangup
"""


def test_what_is_not_named_is_refused() -> None:
    assert json.loads(seccomp_profile())["defaultAction"] == "SCMP_ACT_ERRNO"


@pytest.mark.parametrize("name", FORBIDDEN.split())
def test_a_system_call_that_reaches_out_of_the_box_is_not_allowed(name: str) -> None:
    assert name not in ALLOWED


@pytest.mark.parametrize(
    "name", ["arch_prctl", "landlock_restrict_self", "memfd_create", "seccomp", "setresuid", "clone"]
)
def test_what_the_agent_and_the_runtimes_need_is_allowed(name: str) -> None:
    assert name in ALLOWED


def test_clone_makes_no_namespace() -> None:
    (rule,) = [rule for rule in RULES if "clone" in rule["names"]]
    namespaces = (
        0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
    )  # cgroup uts ipc user pid net
    namespaces |= 0x00020000  # mount
    assert rule["args"] == [{"index": 0, "value": namespaces, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}]


def test_clone3_does_not_exist_rather_than_being_refused() -> None:
    (rule,) = [rule for rule in RULES if "clone3" in rule["names"]]
    assert (rule["action"], rule["errnoRet"]) == ("SCMP_ACT_ERRNO", 38)


def test_sockets_are_of_three_families() -> None:
    families = {rule["args"][0]["value"] for rule in RULES if rule["names"] == ["socket"]}
    assert families == {1, 2, 10}
    assert all(len(rule.get("args", ())) == 1 for rule in RULES if "socket" in rule["names"])


def test_no_second_architecture_hides_the_arguments() -> None:
    assert all(row["subArchitectures"] == [] for row in json.loads(seccomp_profile())["archMap"])
