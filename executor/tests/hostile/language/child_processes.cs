// attack: starts a shell that goes on after the program, and reads what it can
// expect: accepted
// stdout: blocked
// stdout on runsc: LEAK /proc/1/environ
// why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it
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
        string read = Shell("for path in @CANARY@ /etc/shadow /proc/1/environ; do cat $path >/dev/null 2>&1 && printf ' %s' $path; done");
        Console.WriteLine(read == "" ? "blocked" : "LEAK" + read);
        Environment.Exit(0);
    }
}
