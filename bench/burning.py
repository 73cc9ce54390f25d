"""Programs that use a given amount of CPU time, and rivals that want every core."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

# Each reads how many seconds of CPU time it shall use after its start, and uses them by its own process's clock.
BURN = {
    "python": """import time
seconds, start = float(input()), time.process_time()
while time.process_time() - start < seconds:
    sum(range(2000))
print("done")
""",
    "cpp": """#include <ctime>
#include <cstdio>
int main() {
    double seconds;
    if (std::scanf("%lf", &seconds) != 1) return 1;
    const std::clock_t start = std::clock();
    volatile unsigned long sum = 0;
    while (std::clock() - start < seconds * CLOCKS_PER_SEC)
        for (int i = 0; i < 10000; i++) sum = sum + i;
    std::puts("done");
}
""",
    "javascript": """const seconds = Number(require("fs").readFileSync(0, "utf8"));
const used = () => { const {user, system} = process.cpuUsage(); return (user + system) / 1e6; };
const start = used();
let sum = 0;
while (used() - start < seconds) for (let i = 0; i < 100000; i++) sum += i;
console.log("done");
""",
    "java": """import java.util.Scanner;
public class Main {
    static double used() { return ProcessHandle.current().info().totalCpuDuration().get().toNanos() / 1e9; }
    public static void main(String[] args) {
        double seconds = Double.parseDouble(new Scanner(System.in).next()), start = used();
        long sum = 0;
        while (used() - start < seconds) for (int i = 0; i < 500000; i++) sum += i ^ sum;
        System.out.println(sum == 1 ? "" : "done");
    }
}
""",
    "csharp": """using System;
using System.Diagnostics;
using System.Globalization;
class Program {
    static double Used() { return Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds; }
    static void Main() {
        double seconds = double.Parse(Console.ReadLine(), CultureInfo.InvariantCulture), start = Used();
        long sum = 0;
        while (Used() - start < seconds) for (int i = 0; i < 500000; i++) sum += i ^ sum;
        Console.WriteLine(sum == 1 ? "" : "done");
    }
}
""",
}

RIVAL = "import os\nos.sched_setaffinity(0, {{{core}}})\nprint('busy', flush=True)\nwhile True: pass"


@contextlib.contextmanager
def rivals(each: int, cores: frozenset[int]) -> Iterator[None]:
    """`each` processes on every one of `cores` that compute all the time."""
    # each in a session of its own: the kernel shares a core between sessions first (autogroup)
    started = [
        subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", RIVAL.format(core=core)], stdout=subprocess.PIPE, start_new_session=True
        )
        for core in cores
        for _ in range(each)
    ]
    try:
        for rival in started:
            if rival.stdout is None or rival.stdout.readline() != b"busy\n":
                raise RuntimeError("a rival did not start")
        yield
    finally:
        for rival in started:
            rival.kill()
            rival.communicate()


def every_core() -> frozenset[int]:
    return frozenset(os.sched_getaffinity(0))
