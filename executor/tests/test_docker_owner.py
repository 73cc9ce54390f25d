"""Whose a container is: told apart from a process that has the same pid later."""

import os
import subprocess
import sys

from executor.sandboxes.owner import is_alive, owner_of, this_instance, this_owner


def test_this_process_is_alive() -> None:
    assert is_alive(this_owner())


def test_a_process_that_ended_is_not() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        owner = owner_of(child.pid)
        assert owner is not None
        assert is_alive(owner)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not is_alive(owner), "a zombie drives no container"
    assert not is_alive(owner)


def test_the_same_pid_at_another_time_is_another_process() -> None:
    boot, pid, started = this_owner().split("-")
    assert not is_alive(f"{boot}-{pid}-{int(started) - 1}")
    assert not is_alive(f"00000000-{pid}-{started}")


def test_text_of_someone_else_is_no_process() -> None:
    assert not any(map(is_alive, ["", "x", "a-b-c", "1", "--", "boot--1", "boot-1-2-3"]))


def test_an_instance_has_one_name() -> None:
    assert this_instance() == this_instance()
    assert len(this_instance()) == 16
