"""Precompiled C++ headers for boxes that use this machine's own compiler: made once, kept in a directory of ours."""

import logging
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from executor.image.headers import GXX, Unusable, build, key

STALE_SECONDS = 3600.0

log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The user's cache. Not DATA_DIR: a box's mount table shows where a directory comes from."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "coding-engine" / "headers"


class HeaderCache:
    """`folder/<compiler and flags>/{lean,full}`. Made in the background; until then, or where it fails, there is none.

    Only our own headers are compiled for it, outside of any box, and boxes see it read-only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: Path | None = None
        self._started = False
        self._done = threading.Event()
        self._lock = threading.Lock()

    def directory(self) -> Path | None:
        """The headers where they are ready. The first call sees to it that they will be."""
        with self._lock:
            if not self._started:
                self._started = True
                threading.Thread(target=self._prepare, name="cpp-headers", daemon=True).start()
        return self._found

    def wait(self, seconds: float) -> Path | None:
        """As `directory`, when the work in the background has ended."""
        self.directory()
        self._done.wait(seconds)
        return self._found

    def _prepare(self) -> None:
        try:
            if Path(GXX).exists():
                self._found = self._made()
        except (Unusable, OSError, subprocess.SubprocessError) as error:
            log.warning("C++ headers were not precompiled, programs compile without: %s", error)
        finally:
            self._done.set()

    def _made(self) -> Path:
        wanted = self._folder / key()
        if wanted.is_dir():
            return wanted
        self._folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        for left in self._folder.glob(".new-*"):  # by a process that ended meanwhile
            if time.time() - left.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
        try:
            scratch.chmod(0o755)
            build(scratch)
            scratch.rename(wanted)  # atomic: who comes second finds it whole
        except OSError:
            if not wanted.is_dir():
                raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return wanted
