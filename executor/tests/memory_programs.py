"""Programs that hold memory: each reads "own" or "child" and how many MiB that one has to touch and keep a moment."""

HOLDING = {
    "python": """import os, sys, time
who, mib = input().split()
def hold():
    kept = [b"x" * (1 << 20) for _ in range(int(mib))]
    time.sleep(0.1)
    return len(kept)
if who == "own":
    hold()
elif os.fork() == 0:
    hold()
    os._exit(0)
else:
    status = os.wait()[1]
    if status:
        sys.exit(3)
print("held")
""",
    "cpp": """#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>
static void hold(int mib) {
    for (int i = 0; i < mib; i++) std::memset(std::malloc(1 << 20), i + 1, 1 << 20);
    usleep(100000);
}
int main() {
    char who[8];
    int mib, status = 0;
    if (std::scanf("%7s %d", who, &mib) != 2) return 1;
    if (who[0] == 'o') hold(mib);
    else if (fork() == 0) { hold(mib); _exit(0); }
    else wait(&status);
    if (status) return 3;
    std::puts("held");
}
""",
    "javascript": """const hold = `
const kept = [];
for (let i = 0; i < MIB; i++) kept.push(Buffer.alloc(1 << 20, 1 + i % 9));
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
`;
const [who, mib] = require("fs").readFileSync(0, "utf8").split(" ");
const code = hold.replace("MIB", String(Number(mib)));
if (who === "own") eval(code);
else if (require("child_process").spawnSync(process.execPath, ["-e", code]).status !== 0) process.exit(3);
console.log("held");
""",
    "java": """import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
public class Main {
    static void holdOutside(int mib) throws Exception {  // a heap of its own would touch more than it holds
        List<java.nio.ByteBuffer> kept = new ArrayList<>();
        for (int i = 0; i < mib; i++) {
            java.nio.ByteBuffer one = java.nio.ByteBuffer.allocateDirect(1 << 20);
            for (int at = 0; at < one.capacity(); at += 512) one.put(at, (byte) (i + 1));
            kept.add(one);
        }
        Thread.sleep(100);
        if (kept.size() != mib) throw new IllegalStateException();
    }
    static void hold(int mib) throws Exception {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < mib; i++) {
            byte[] one = new byte[1 << 20];
            java.util.Arrays.fill(one, (byte) (i + 1));
            kept.add(one);
        }
        Thread.sleep(100);
        if (kept.size() != mib) throw new IllegalStateException();
    }
    public static void main(String[] args) throws Exception {
        if (args.length > 0) { holdOutside(Integer.parseInt(args[0])); return; }
        Scanner in = new Scanner(System.in);
        String who = in.next();
        int mib = in.nextInt();
        if (who.equals("own")) hold(mib);
        else {
            String folder = new File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
            Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC",
                "-Xmx1g", "-cp", folder, "Main", "" + mib).inheritIO().start();
            if (child.waitFor() != 0) System.exit(3);
        }
        System.out.println("held");
    }
}
""",
    "csharp": """using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Reflection;
using System.Threading;
class Program {
    static void Hold(int mib) {
        var kept = new List<byte[]>();
        for (int i = 0; i < mib; i++) {
            var one = new byte[1 << 20];
            for (int at = 0; at < one.Length; at += 512) one[at] = (byte) (i + 1);
            kept.Add(one);
        }
        Thread.Sleep(100);
        if (kept.Count != mib) throw new InvalidOperationException();
    }
    static int Main(string[] args) {
        if (args.Length > 0) { Hold(int.Parse(args[0])); return 0; }
        var words = Console.ReadLine().Split(' ');
        if (words[0] == "own") Hold(int.Parse(words[1]));
        else {
            var arguments = Assembly.GetExecutingAssembly().Location + " " + words[1];
            var start = new ProcessStartInfo("/usr/bin/mono", arguments);
            start.UseShellExecute = false;
            var child = Process.Start(start);
            child.WaitForExit();
            if (child.ExitCode != 0) return 3;
        }
        Console.WriteLine("held");
        return 0;
    }
}
""",
}
