"""Runs that wait at their gate have their standard input already, empty: no earlier run can put anything into it."""

import os
import time
from contextlib import closing

import pytest

from conftest import require
from executor.core.languages import LANGUAGES
from executor.core.limits import COMPILE_LIMITS, Limits
from executor.sandboxes.docker import DockerSandbox

pytestmark = pytest.mark.docker
IMAGE = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
LIMITS = Limits(cpu_seconds=10, idle_seconds=20, memory_mib=256)
TRIES = 20
WRITE = """
const fs = require("fs");
const input = fs.readFileSync(0, "utf8").trim();
for (const process of fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name))) {
  try {
    for (const name of fs.readdirSync(`/proc/${process}/fd`)) {
      const path = `/proc/${process}/fd/${name}`;
      try {
        if (!fs.readlinkSync(path).includes("memfd")) continue;
        const descriptor = fs.openSync(path, "r+");
        fs.writeSync(descriptor, `smuggled ${input}`, 0);
        fs.closeSync(descriptor);
      } catch {}
    }
  } catch {}
}
console.log(input);
"""


@pytest.mark.parametrize("runtime", ["runc", "runsc"])
def test_no_run_reaches_the_input_of_the_next(runtime: str) -> None:
    """gVisor lets any run open what another has open; there the box is given up, and no verdict is another."""
    limits = LANGUAGES["javascript"].scale(LIMITS)
    with closing(DockerSandbox(image=IMAGE, runtime=runtime)) as sandbox:
        why_not = sandbox.why_not()
        require(not why_not, f"docker with {runtime}: {why_not}")
        with closing(sandbox.open("javascript", limits, "t")) as box:
            artifact = box.compile(WRITE, COMPILE_LIMITS).artifact
            assert artifact
            for _ in range(TRIES):  # until some wait
                time.sleep(1)
                if box.run(artifact, b"first", limits).warm:
                    break
            else:
                raise AssertionError("none was started ahead")
            told = [box.run(artifact, b"%d" % n, limits) for n in range(4)]
            assert [one.stdout for one in told] == [b"%d\n" % n for n in range(4)]
            assert runtime == "runsc" or box.reusable
