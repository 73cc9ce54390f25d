"""Precompiles <bits/stdc++.h>, lean and full, with exactly the flags that candidates' programs are compiled with.

Standard library only: it also runs while the sandbox image is built. Usage: python3 -m executor.image.headers DIRECTORY
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from executor.core.languages import CPP_FLAGS

GXX = "/usr/bin/g++"
LEFT_OUT = (  # of the lean one: see core/cpp_source.py
    *("format", "chrono", "filesystem", "future", "thread", "stop_token", "barrier", "latch", "semaphore"),
    *("condition_variable", "shared_mutex", "syncstream"),
)
INCLUDE = "#include <bits/stdc++.h>\n"
BUILD_SECONDS = 600
PROGRAM = INCLUDE + "int main() { std::vector<int> v{2, 1}; std::sort(v.begin(), v.end()); std::cout << v[0]; }\n"


class Unusable(Exception):
    """g++ did not make a header that it takes itself."""


def key() -> str:
    """What a precompiled header depends on: this very compiler, the flags, and this file."""
    compiler = subprocess.run([GXX, "-v"], capture_output=True, check=True, timeout=60).stderr
    binary = Path(GXX).resolve().stat()
    text = f"{binary.st_size} {binary.st_mtime_ns} {CPP_FLAGS} {Path(__file__).read_text()}"
    return hashlib.sha256(compiler + text.encode()).hexdigest()[:20]


def build(directory: Path) -> None:
    """Make `lean` and `full` in a new directory. Unusable, CalledProcessError, OSError."""
    header = _system_header()
    text = header.read_text(encoding="utf-8")
    _precompile(header, directory / "full" / "bits")
    lean = directory / "lean" / "bits" / header.name
    lean.parent.mkdir(parents=True)
    unwanted = {f"#include <{name}>" for name in LEFT_OUT}
    lines = [line for line in text.splitlines() if line.replace("# ", "#").strip() not in unwanted]
    if len(lines) == len(text.splitlines()):
        raise Unusable(f"{header} includes none of {LEFT_OUT}: the lean one would be the full one")
    lean.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _precompile(lean, lean.parent)
    for kind in ("full", "lean"):
        _check(directory / kind)


def _system_header() -> Path:
    done = _gxx("-H", "-E", "-x", "c++", "-o", "/dev/null", "-", given=INCLUDE)
    return Path(next(line[2:] for line in done.stderr.splitlines() if line.startswith(". ")))


def _precompile(header: Path, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    _gxx("-x", "c++-header", str(header), "-o", str(into / f"{header.name}.gch"))


def _check(kind: Path) -> None:
    """Compile a program as a candidate's is, with every complaint about the precompiled header an error."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "main.cpp")
        source.write_text(PROGRAM, encoding="utf-8")
        words = ("-H", "-Winvalid-pch", "-Werror", f"-I{kind}", "-o", f"{scratch}/main", str(source))
        done = _gxx(*words)
        if not done.stderr.startswith(f"! {kind}/bits/"):
            raise Unusable(f"{kind} was not used: {done.stderr[:300]}")


def _gxx(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [GXX, *CPP_FLAGS, *words]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True, timeout=BUILD_SECONDS)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
