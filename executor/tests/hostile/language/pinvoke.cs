// attack: the C library through P/Invoke: become root, signal PID 1, trace, mount, unshare
// expect: accepted
// stdout: blocked
// stdout on runsc: LEAK /proc/1/environ
// why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it
// limits: cpu=4 idle=5 memory=256
using System;
using System.Runtime.InteropServices;

class Program {
    [DllImport("libc")] static extern int setuid(uint uid);
    [DllImport("libc")] static extern int setgid(uint gid);
    [DllImport("libc")] static extern int kill(int pid, int signal);
    [DllImport("libc")] static extern long ptrace(int request, int pid, IntPtr address, IntPtr data);
    [DllImport("libc")] static extern int mount(string source, string target, string type, ulong flags, IntPtr data);
    [DllImport("libc")] static extern int unshare(int flags);
    [DllImport("libc")] static extern int chroot(string path);
    [DllImport("libc")] static extern int open(string path, int flags);

    static void Main() {
        string leaks = "";
        if (setuid(0) == 0) leaks += " setuid";
        if (setgid(0) == 0) leaks += " setgid";
        if (kill(1, 9) == 0) leaks += " kill";
        if (ptrace(0x4206, 1, IntPtr.Zero, IntPtr.Zero) == 0) leaks += " ptrace";
        if (mount("none", "/tmp", "tmpfs", 0, IntPtr.Zero) == 0) leaks += " mount";
        if (unshare(0x10000000) == 0) leaks += " unshare";
        if (chroot(".") == 0) leaks += " chroot";
        foreach (var path in new[] {"/etc/shadow", "/proc/1/mem", "/proc/1/environ", "@CANARY@"})
            if (open(path, 0) >= 0) leaks += " " + path;
        Console.WriteLine(leaks == "" ? "blocked" : "LEAK" + leaks);
    }
}
