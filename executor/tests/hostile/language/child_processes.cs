// attack: starts a shell that goes on after the program, and reads what it can
// expect: accepted
// stdout: blocked
// limits: cpu=4 idle=6 memory=256
// within: 12
using System;
using System.Diagnostics;

class Program {
    static string Shell(string command) {
        try {
            var start = new ProcessStartInfo("/bin/sh", "-c \"" + command + "\"") {RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false};
            using (var process = Process.Start(start)) {
                string text = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return text;
            }
        } catch (Exception) {
            return "";
        }
    }

    static void Main() {
        Shell("(setsid sleep 600 >/dev/null 2>&1 &)");
        string read = Shell("cat @CANARY@ /etc/shadow /proc/1/environ 2>/dev/null");
        Console.WriteLine(read == "" ? "blocked" : "LEAK " + read);
        Environment.Exit(0);
    }
}
