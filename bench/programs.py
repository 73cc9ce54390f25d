"""The programs that are measured, one a language; @ is where a source is made unique."""

import os

from executor.core.job import Case

SUM = {  # adds two integers
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

CLOCK = {  # prints the time at its first instruction: nanoseconds since 1970
    "python": "import time\nprint(time.time_ns())\n# @\n",
    "javascript": """console.log(String(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6))));
// @
""",
    "cpp": """#include <cstdio>
#include <ctime>
int main() {
    std::timespec now;
    std::timespec_get(&now, TIME_UTC);
    std::printf("%lld\\n", now.tv_sec * 1000000000LL + now.tv_nsec);
}
// @
""",
}


def unique(source: str) -> str:
    """The source as nobody has compiled it before."""
    return source.replace("@", os.urandom(12).hex())


def cases(count: int) -> tuple[Case, ...]:
    """Tests of SUM."""
    return tuple(Case(str(n), f"{n} {n + 1}\n", f"{2 * n + 1}\n", hidden=False) for n in range(count))
