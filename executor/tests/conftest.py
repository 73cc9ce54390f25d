"""Which hostile programs run where: all of them on every sandbox takes long, `make test-hostile` does it."""

import os

import pytest

EVERYWHERE = os.environ.get("HOSTILE") == "all"
collect_ignore = [] if EVERYWHERE else ["test_daemon_restart.py"]  # a minute, and a gigabyte of image
SAMPLED = ("bubblewrap-user", "runsc", "socket")  # the agent is the same; these share most walls with the other two
SAMPLE = {  # where a wall of one of SAMPLED would show that it is missing; every language, every kind of attack
    "bytes/nul_and_invalid_utf8.py",
    "compile/include_host_file.cpp",
    "escape/become_root.py",
    "escape/kernel_calls.cpp",
    "escape/kill_the_agent.py",
    "escape/other_processes.py",
    "escape/read_host_files.py",
    "hidden/find_the_answer.py",
    "language/pinvoke.cs",
    "lifecycle/daemon.py",
    "lifecycle/strike_back.cpp",
    "network/download.js",
    "network/loopback_of_the_host.py",
    "persistence/files.py",
    "persistence/overwrite_program.java",
    "resources/busy_orphans.py",
    "resources/fork_bomb.py",
    "resources/memory_of_child.py",
    "resources/output_no_newline.cpp",
    "resources/thread_bomb.java",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without HOSTILE=all, deselect on the sampled sandboxes what is not in the sample."""
    if EVERYWHERE:
        return
    left_out = [item for item in items if _is_left_out(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        dropped = set(left_out)
        items[:] = [item for item in items if item not in dropped]


def _is_left_out(item: pytest.Item) -> bool:
    params = getattr(getattr(item, "callspec", None), "params", {})
    if "program" not in params or params.get("running") not in SAMPLED:
        return False
    return item.get_closest_marker("hostile") is not None and params["program"].id not in SAMPLE
