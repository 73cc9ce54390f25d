"""Every question about speed, one after the other, each in a process of its own; then the tables of the page.

python -m bench                     # what `make bench` does: under ten minutes on two quiet cores
python -m bench --full              # more repeats, and 200 programs for fair limits: half an hour
python -m bench throughput          # some of them
python -m bench --sandboxes docker
"""

import argparse
import subprocess
import sys
import time

from bench import report
from bench.machine import RESULTS
from bench.sandboxes import NAMES

BOTH, DOCKER = ("docker", "bubblewrap"), ("docker",)
# question: the sandboxes it is asked of, its options, and those with --full
QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "verdict_latency": (BOTH, ("--repeats", "5"), ("--repeats", "15")),
    "test_overhead": (BOTH, ("--runs", "60"), ("--runs", "300")),
    "first_byte": (DOCKER, ("--runs", "20"), ("--runs", "100")),
    "throughput": (DOCKER, ("--seconds", "8"), ("--seconds", "30")),
    "box_memory": (BOTH, (), ()),
    "fair_limits": (BOTH, ("--programs", "20"), ("--programs", "200")),
}
SHORT = {("verdict_latency", "bubblewrap"): ("--tests", "10", "--repeats", "3")}  # without --full


def command(question: str, sandbox: str, full: bool) -> list[str]:
    _, short, long = QUESTIONS[question]
    options = long if full else SHORT.get((question, sandbox), short)
    output = RESULTS / f"{question}-{sandbox}.json"
    return [sys.executable, "-m", f"bench.{question}", "--sandbox", sandbox, *options, "--output", str(output)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="*", help=f"of {', '.join(QUESTIONS)}; default: all, fair_limits if --full")
    parser.add_argument("--sandboxes", nargs="+", choices=NAMES, default=list(BOTH))
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.questions) - set(QUESTIONS):
        parser.error(f"no such question: {', '.join(sorted(unknown))}")
    failed = []
    for question in asked.questions or [name for name in QUESTIONS if asked.full or name != "fair_limits"]:
        for sandbox in [name for name in QUESTIONS[question][0] if name in asked.sandboxes]:
            started = time.monotonic()
            print(f"=== {question}, {sandbox}", flush=True)
            if subprocess.run(command(question, sandbox, asked.full), check=False).returncode:
                failed.append(f"{question} in {sandbox}")
            print(f"    {time.monotonic() - started:.0f} s", flush=True)
    report.main()
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
