// attack: .NET's own client to the host's loopback
// expect: accepted
// stdout: blocked
// limits: cpu=4 idle=6 memory=256
using System;
using System.IO;
using System.Net.Sockets;

class Program {
    static void Main() {
        bool leak = false;
        foreach (var host in new[] {"127.0.0.1", "::1"}) {
            try {
                var client = new TcpClient(host.Contains(":") ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
                client.Connect(host, @TCP@);
                leak = true;
            } catch (Exception) {
            }
        }
        foreach (var path in new[] {"@CANARY@", "/proc/1/environ", "/etc/shadow"}) {
            try {
                File.ReadAllBytes(path);
                leak = true;
            } catch (Exception) {
            }
        }
        Console.WriteLine(leak ? "LEAK" : "blocked");
    }
}
