"""What of ours lies in a box on this machine's own file system: the agent, and what it forks runs with."""

import functools
import logging
import subprocess
import tempfile
from pathlib import Path

PYTHON = "/usr/bin/python3"  # Debian's: a shim of pyenv's would start half a shell
COMPILER = "/usr/bin/gcc"
AGENT = Path(__file__).resolve().parent.parent / "agent" / "agent.py"
AGENT_PATH, LAUNCHER_PATH = "/agent.pyc", "/launcher"  # in the box; all else lies beside them
KINDS = {"launcher": ("-static",), "zygote.so": ("-shared", "-fPIC", "-DZYGOTE")}  # of launch.c
COMPILE_SECONDS = 60

log = logging.getLogger(__name__)


@functools.cache
def agent_files(*, root: bool) -> dict[str, bytes]:
    """What lies where in the box. Without `root` no run has a uid of its own, and nothing is forked by other means."""
    files = {AGENT_PATH: _compiled_agent()}
    if root:
        files["/python_zygote.py"] = AGENT.with_name("python_zygote.py").read_bytes()
        files |= {f"/{name}": made for name, flags in KINDS.items() if (made := _compiled(name, flags))}
    return files


def _compiled_agent() -> bytes:
    """agent.py as the .pyc file of the Python that will run it: 30 ms less for every box."""
    code = (
        "import importlib.util, marshal, sys; "
        "code = compile(sys.stdin.buffer.read(), 'agent.py', 'exec'); "
        "sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))"
    )
    done = subprocess.run([PYTHON, "-I", "-S", "-c", code], input=AGENT.read_bytes(), capture_output=True, check=True)
    return done.stdout


def _compiled(name: str, flags: tuple[str, ...]) -> bytes:
    """launch.c as this machine's compiler makes it; empty where it has none: every run is started by the agent then."""
    if not Path(COMPILER).exists():
        return b""
    with tempfile.TemporaryDirectory(prefix="launch-") as folder:
        made = Path(folder) / name
        command = [COMPILER, "-O2", "-s", *flags, "-o", str(made), str(AGENT.with_name("launch.c"))]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=COMPILE_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("%s was not made, runs start without: %s", name, getattr(error, "stderr", None) or error)
            return b""
        return made.read_bytes()
