"""How fast is a verdict, beside a naked shell loop that compiles and runs the same tests with no sandbox at all?

Both in one run, alternating, every source unique (no compile cache), the candidate's box warm; medians and ratios.

    python -m bench.verdict_latency --sandbox docker --tests 1 10 50 --repeats 7 --output bench/results/NAME.json
"""

import argparse
import datetime
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from executor.core.job import Case, Job, Report
from executor.core.judge import judge
from executor.core.languages import LANGUAGES, Language, Program, compile_argv, program, run_argv, run_env
from executor.core.limits import Limits
from executor.core.sandbox import Sandbox
from executor.core.verdicts import Verdict
from executor.sandboxes.bubblewrap import BubblewrapSandbox
from executor.sandboxes.docker import DockerSandbox
from executor.sandboxes.headers import HeaderCache, cache_folder
from executor.sandboxes.pool import Pool

SUM = {  # add two integers; @ makes a source unique
    "python": "a, b = map(int, input().split())\nprint(a + b)\n# @\n",
    "javascript": """const [a, b] = require("fs").readFileSync(0, "utf8").trim().split(/\\s+/).map(Number);
console.log(a + b);
// @
""",
    "cpp": """#include <bits/stdc++.h>
using namespace std;
int main() {
    long long a, b;
    cin >> a >> b;
    vector<long long> v{a, b};
    sort(v.begin(), v.end());
    cout << v[0] + v[1] << "\\n";
}
// @
""",
    "java": """import java.util.*;
public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        System.out.println(in.nextInt() + in.nextInt());
    }
}
// @
""",
    "csharp": """using System;
using System.Linq;
class Program {
    static void Main() { Console.WriteLine(Console.ReadLine().Split(' ').Select(int.Parse).Sum()); }
}
// @
""",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """One language, one number of tests. Medians in ms; ratio: sandbox ÷ naked loop, median of the pairs."""

    language: str
    tests: int
    repeats: int
    naked_ms: float
    sandbox_ms: float
    ratio: float
    compile_ms: float  # in the sandbox
    test_ms: float  # wall time of one test in the sandbox
    cpu_ms: float  # of the sandbox's compile and tests
    first_ms: float  # the first verdict of all: the box has to be opened


def cases(count: int) -> tuple[Case, ...]:
    return tuple(Case(str(n), f"{n} {n + 1}\n", f"{2 * n + 1}\n", hidden=False) for n in range(count))


def naked(language: Language, source: str, given: tuple[Case, ...], folder: Path) -> float:
    """Compile once, run and compare every test, in a plain shell: milliseconds."""
    laid = program(language, source)
    (folder / laid.file).write_text(source)
    for case in given:
        (folder / f"{case.id}.in").write_text(case.input)
        (folder / f"{case.id}.expected").write_text(case.expected or "")
    run = shlex.join(run_argv(language, laid, str(folder), language.scale(Limits())))
    made = shlex.join(compile_argv(language, Program(laid.file, laid.entry)))
    loop = f"for n in $(seq 0 {len(given) - 1}); do {run} <$n.in >$n.out && cmp -s $n.out $n.expected || exit 1; done"
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **run_env(language, Limits())}
    started = time.perf_counter()
    subprocess.run(["/bin/sh", "-c", f"{made} && {loop}" if made else loop], cwd=folder, env=env, check=True)
    return 1000 * (time.perf_counter() - started)


def sandboxed(language: Language, source: str, given: tuple[Case, ...], sandbox: Sandbox) -> tuple[float, Report]:
    job = Job(language.name, source, given, language.scale(Limits()), tenant="bench")
    started = time.perf_counter()
    report = judge(job, sandbox)
    took = 1000 * (time.perf_counter() - started)
    if report.verdict is not Verdict.ACCEPTED or report.compile_cached:
        raise SystemExit(f"{language.name}: {report}")
    return took, report


def measure(language: Language, tests: int, repeats: int, sandbox: Sandbox) -> Figures:
    """`repeats` pairs after one of each that is not counted; which comes first changes from pair to pair."""
    given = cases(tests)
    loops: list[float] = []
    verdicts: list[tuple[float, Report]] = []
    with tempfile.TemporaryDirectory(prefix="naked-") as name:
        for n in range(repeats + 1):
            sources = [SUM[language.name].replace("@", f"{os.urandom(8).hex()}-{n}-{side}") for side in range(2)]
            for side in (0, 1) if n % 2 else (1, 0):
                if side == 0:
                    loops.append(naked(language, sources[0], given, Path(name)))
                else:
                    verdicts.append(sandboxed(language, sources[1], given, sandbox))
    first, *counted = verdicts
    loops = loops[1:]
    return Figures(
        language=language.name,
        tests=tests,
        repeats=repeats,
        naked_ms=round(statistics.median(loops), 1),
        sandbox_ms=round(statistics.median(took for took, _ in counted), 1),
        ratio=round(statistics.median(took / loop for (took, _), loop in zip(counted, loops, strict=True)), 3),
        compile_ms=statistics.median(report.compile_ms for _, report in counted),
        test_ms=statistics.median(test.wall_ms for _, report in counted for test in report.tests),
        cpu_ms=statistics.median(report.cpu_ms for _, report in counted),
        first_ms=round(first[0], 1),
    )


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    return {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "commit": commit.strip(),
        "kernel": platform.release(),
        "cpu": model[0] if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sandbox", choices=("docker", "bubblewrap"), default="docker")
    parser.add_argument("--languages", nargs="+", choices=list(LANGUAGES), default=list(LANGUAGES))
    parser.add_argument("--tests", nargs="+", type=int, default=[1, 10, 50])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--output", type=Path, help="where the JSON goes")
    asked = parser.parse_args()
    image = os.environ.get("EXECUTOR_IMAGE", "coding-engine-sandbox:latest")
    behind: Sandbox
    if asked.sandbox == "docker":
        behind = DockerSandbox(image=image)
    else:
        headers = HeaderCache(cache_folder())
        headers.wait(600)
        behind = BubblewrapSandbox(headers=headers)
    pool = Pool(behind, cores=sorted(os.sched_getaffinity(0)), ahead=2)
    figures = []
    try:
        versions = dict(pool.probe().languages)
        for name in asked.languages:
            for tests in asked.tests:
                found = measure(LANGUAGES[name], tests, asked.repeats, pool)
                figures.append(found)
                print(
                    f"{name:11} {tests:3} tests  naked {found.naked_ms:8.1f}  sandbox {found.sandbox_ms:8.1f}"
                    f"  ratio {found.ratio:5.2f}  (compile {found.compile_ms:.0f}, a test {found.test_ms:.0f})",
                    flush=True,
                )
    finally:
        pool.close()
    if asked.output:
        result = {
            "sandbox": asked.sandbox,
            "machine": machine(),
            "languages": versions,
            "figures": [asdict(f) for f in figures],
        }
        asked.output.parent.mkdir(parents=True, exist_ok=True)
        asked.output.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
