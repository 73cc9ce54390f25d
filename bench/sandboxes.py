"""The sandboxes that are measured, each behind a pool as the worker has it."""

import contextlib
import os
from collections.abc import Iterator

from executor.core.sandbox import Sandbox
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.headers import HeaderCache, cache_folder
from executor.sandboxes.pool import Pool, Scope

NAMES = ("docker", "bubblewrap", "runsc")
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
HEADER_SECONDS = 600.0


def made(name: str) -> Sandbox:
    """A sandbox by its name: docker (runc), runsc (docker with gVisor) or bubblewrap, with what it keeps ready."""
    if name != "bubblewrap":
        return DockerSandbox(image=IMAGE, runtime="runsc" if name == "runsc" else "")
    headers = HeaderCache(cache_folder())
    headers.wait(HEADER_SECONDS)
    return BubblewrapSandbox(headers=headers)


@contextlib.contextmanager
def opened(name: str, *, scope: Scope = Scope.CANDIDATE, ahead: int = 2) -> Iterator[Pool]:
    """A pool with every core of ours; `ahead` boxes of nobody's per language in use."""
    pool = Pool(made(name), scope=scope, cores=sorted(os.sched_getaffinity(0)), ahead=ahead)
    try:
        yield pool
    finally:
        pool.close()
