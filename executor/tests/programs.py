"""Real programs for the tests of every sandbox: what each does, in the five languages."""

from typing import Final

LANGUAGE_NAMES: Final = ("python", "java", "cpp", "javascript", "csharp")

SUM: Final = {
    "python": "print(sum(map(int, input().split())))",
    "java": """
        import java.util.*;
        public class Solution {
            public static void main(String[] args) {
                Scanner in = new Scanner(System.in);
                System.out.println(in.nextInt() + in.nextInt());
            }
        }""",
    "cpp": """
        #include <bits/stdc++.h>
        int main() { int a, b; std::cin >> a >> b; std::cout << a + b << "\\n"; }""",
    "javascript": """
        const words = require("fs").readFileSync(0, "utf8").split(/\\s+/);
        console.log(Number(words[0]) + Number(words[1]));""",
    "csharp": """
        using System;
        using System.Linq;
        class Program { static void Main() { Console.WriteLine(Console.ReadLine().Split(' ').Sum(int.Parse)); } }""",
}

SPIN: Final = {
    "python": "while True: pass",
    "java": "class Main { public static void main(String[] a) { long x = 0; while (true) x++; } }",
    "cpp": "int main() { volatile unsigned x = 0; while (true) x = x + 1; }",
    "javascript": "while (true);",
    "csharp": "class P { static void Main() { while (true) { } } }",
}

SLEEP: Final = {
    "python": "import time; time.sleep(60)",
    "java": "class Main { public static void main(String[] a) throws Exception { Thread.sleep(60000); } }",
    "cpp": "#include <unistd.h>\nint main() { sleep(60); }",
    "javascript": "setTimeout(() => {}, 60000);",
    "csharp": "class P { static void Main() { System.Threading.Thread.Sleep(60000); } }",
}

HOG: Final = {  # touches memory until it is stopped
    "python": "kept = []\nwhile True: kept.append(bytearray(1 << 20))",
    "java": """
        import java.util.*;
        class Main {
            public static void main(String[] a) {
                List<byte[]> kept = new ArrayList<>();
                while (true) { byte[] b = new byte[1 << 20]; Arrays.fill(b, (byte) 1); kept.add(b); }
            }
        }""",
    "cpp": """
        #include <cstdlib>
        #include <cstring>
        int main() { while (true) { char *p = (char *)malloc(1 << 20); memset(p, 1, 1 << 20); } }""",
    "javascript": "const kept = []; for (;;) kept.push(new Array(1 << 17).fill(kept.length + 0.5));",
    "csharp": """
        using System.Collections.Generic;
        class P {
            static void Main() {
                var kept = new List<byte[]>();
                while (true) {
                    var b = new byte[1 << 20];
                    for (int i = 0; i < b.Length; i += 512) b[i] = 1;
                    kept.Add(b);
                }
            }
        }""",
}

HOG_IN_A_CHILD: Final = {
    "python": """
import os
kept = []
if os.fork() == 0:
    while True: kept.append(bytearray(1 << 20))
os.wait()""",
    "cpp": """
        #include <cstdlib>
        #include <cstring>
        #include <sys/wait.h>
        #include <unistd.h>
        int main() {
            if (fork() == 0) while (true) memset(malloc(1 << 20), 1, 1 << 20);
            wait(nullptr);
        }""",
}

EXIT_3: Final = {
    "python": "import sys; print('last words', file=sys.stderr); sys.exit(3)",
    "java": 'class Main { public static void main(String[] a) { System.err.println("last words"); System.exit(3); } }',
    "cpp": '#include <cstdio>\n#include <cstdlib>\nint main() { fprintf(stderr, "last words\\n"); exit(3); }',
    "javascript": "console.error('last words'); process.exit(3);",
    "csharp": """
        using System;
        class P { static void Main() { Console.Error.WriteLine("last words"); Environment.Exit(3); } }""",
}

FLOOD: Final = {
    "python": "while True: print('x' * 1000)",
    "java": 'class Main { public static void main(String[] a) { while (true) System.out.println("x".repeat(1000)); } }',
    "cpp": '#include <cstdio>\nint main() { while (true) puts("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"); }',
    "javascript": "const fs = require('fs'); for (;;) fs.writeSync(1, 'x'.repeat(1000));",
    "csharp": "class P { static void Main() { while (true) System.Console.WriteLine(new string('x', 1000)); } }",
}

DOES_NOT_COMPILE: Final = {
    "java": "class Main { public static void main(String[] a) { int x = ; } }",
    "cpp": "int main() { int x = ; }",
    "csharp": "class P { static void Main() { int x = ; } }",
}
