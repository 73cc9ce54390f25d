"""One program started cold and started ahead, in a real sandbox: what the corpora of all languages compare."""

import contextlib
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator

from conftest import require
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.core.sandbox import Compiled, Outcome, Sandbox
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.headers import HeaderCache
from executor.sandboxes.stream import StreamBox

IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
TRIES, PAUSE = 100, 0.1  # until the next one stands at its gate


@contextlib.contextmanager
def real_sandbox(name: str, headers: Callable[[], HeaderCache] | None = None) -> Iterator[Sandbox]:
    """docker or bubblewrap; a machine without it fails or skips the test. headers: C++'s, for bubblewrap."""
    made: BubblewrapSandbox | DockerSandbox
    if name == "bubblewrap":
        require(shutil.which("bwrap") is not None, "bubblewrap (apt-get install bubblewrap)")
        made = BubblewrapSandbox(headers=headers()) if headers else BubblewrapSandbox()
    else:
        made = DockerSandbox(image=IMAGE)
    why_not = made.why_not()
    require(not why_not, f"the {name} sandbox: {why_not}")
    yield made
    made.close()


@contextlib.contextmanager
def open_box(sandbox: Sandbox, language: str, limits: Limits) -> Iterator[StreamBox]:
    """One box for a whole corpus: what one program leaves behind would show in the next."""
    opened = sandbox.open(language, limits, "t")
    assert isinstance(opened, StreamBox)
    yield opened
    opened.close()


def compiled(box: StreamBox, source: str, *, warm: bool) -> Compiled:
    """By a compiler that was started ahead, or by one that was not."""
    box.warm = warm
    for _ in range(TRIES):
        found = box.compile(source, COMPILE_LIMITS)
        assert found.outcome is not None
        if found.outcome.warm is warm:
            return found
        time.sleep(PAUSE)
    raise AssertionError("no compiler was started ahead")


def artifact_of(box: StreamBox, source: str) -> str:
    artifact = box.compile(source, COMPILE_LIMITS).artifact
    assert artifact
    return artifact


def ran(box: StreamBox, artifact: str, stdin: bytes, limits: Limits, *, warm: bool) -> Outcome:
    """The program as it was started ahead, or as it was not."""
    box.warm = warm
    for _ in range(TRIES):
        outcome = box.run(artifact, stdin, limits)
        if outcome.warm is warm:
            return outcome
        time.sleep(PAUSE)
    raise AssertionError("nothing was started ahead")


def told(outcome: Outcome, *, differs: bytes = rb"(?!)") -> dict[str, object]:
    """What a program shows of itself. differs: what is another at each start, such as addresses in memory."""
    seen = {name: getattr(outcome, name) for name in ("stop", "exit_code", "signal", "truncated")}
    for name in ("stdout", "stderr"):
        seen[name] = re.sub(differs, b"#", getattr(outcome, name))
    return seen
