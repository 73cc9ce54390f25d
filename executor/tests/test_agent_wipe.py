"""Wiping what a run left: deep, closed, oddly named or linked, and nothing beyond it."""

import os
from pathlib import Path

import pytest

from executor.agent import agent


@pytest.fixture
def left(tmp_path: Path) -> Path:
    path = tmp_path / "left"
    path.mkdir()
    return path


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_a_tree_too_deep_for_a_path_or_for_descriptors(left: Path) -> None:
    here = os.open(left, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=here)
        Path(f"/proc/self/fd/{here}/file").write_bytes(b"")
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    before = descriptors()
    agent.empty(str(left))
    assert list(left.iterdir()) == []
    assert descriptors() == before


def test_closed_directories_links_pipes_and_odd_names(left: Path, tmp_path: Path) -> None:
    beyond = tmp_path / "beyond"
    beyond.mkdir()
    (beyond / "kept").write_text("kept")
    (left / "to a directory").symlink_to(beyond)
    (left / "to a file").symlink_to(beyond / "kept")
    (left / "to nothing").symlink_to("/nowhere")
    (left / "to itself").symlink_to("to itself")
    (left / "hard").hardlink_to(beyond / "kept")
    os.mkfifo(left / "pipe")
    closed = left / "closed"
    (closed / "inner" / "innermost").mkdir(parents=True)
    (closed / "inner" / "link").symlink_to(beyond)
    for one in (closed / "inner" / "innermost", closed / "inner", closed):
        one.chmod(0)
    for name in (b"\xff\xfe", b"line\nbreak", b"-rf", b"..."):
        os.close(os.open(os.fsencode(left) + b"/" + name, os.O_CREAT | os.O_WRONLY))
    agent.empty(str(left))
    assert list(left.iterdir()) == []
    assert (beyond / "kept").read_text() == "kept"


def test_a_directory_that_is_a_link_is_not_followed(left: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").touch()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotADirectoryError):
        agent.empty(str(tmp_path / "link"))
    assert (tmp_path / "elsewhere" / "kept").exists()


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/etc/passwd", "../x", "nul\0"])
def test_names_that_lead_out_of_a_directory_are_refused(name: str) -> None:
    with pytest.raises(agent.Broken):
        agent.plain(name)


def test_a_memory_file_is_read_only_and_starts_at_its_beginning() -> None:
    descriptor = agent.sealed(iter([b"first ", b"second"]))
    try:
        assert os.read(descriptor, 100) == b"first second"
        for attempt in (lambda: os.pwrite(descriptor, b"x", 0), lambda: os.ftruncate(descriptor, 1)):
            with pytest.raises(PermissionError):
                attempt()
    finally:
        os.close(descriptor)
