// attack: .NET's own client to the host's loopback
// expect: accepted
// stdout: blocked
// stdout on runsc: LEAK /proc/1/environ
// why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it
// limits: cpu=4 idle=6 memory=256
using System;
using System.IO;
using System.Net.Sockets;

class Program {
    static void Main() {
        string leaks = "";
        foreach (var host in new[] {"127.0.0.1", "::1"}) {
            try {
                var client = new TcpClient(host.Contains(":") ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
                client.Connect(host, @TCP@);
                leaks += " " + host;
            } catch (Exception) {
            }
        }
        foreach (var path in new[] {"@CANARY@", "/proc/1/environ", "/etc/shadow"}) {
            try {
                File.ReadAllBytes(path);
                leaks += " " + path;
            } catch (Exception) {
            }
        }
        Console.WriteLine(leaks == "" ? "blocked" : "LEAK" + leaks);
    }
}
