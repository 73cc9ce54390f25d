// attack: destroys every process that it sees, attaches to other JVMs, reads what it may not
// expect: accepted
// stdout: blocked
// stdout on runsc: LEAK /proc/1/environ
// why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it
// limits: cpu=4 idle=6 memory=256
import java.nio.file.Files;
import java.nio.file.Path;

public class Main {
    public static void main(String[] args) {
        long self = ProcessHandle.current().pid();
        StringBuilder leaks = new StringBuilder();
        ProcessHandle.allProcesses().filter(process -> process.pid() != self).forEach(process -> {
            try {
                if (process.destroyForcibly()) leaks.append(" killed ").append(process.pid());
            } catch (Exception refused) {
            }
        });
        for (String path : new String[] {"@CANARY@", "/etc/shadow", "/proc/1/environ", "/proc/1/mem"}) {
            try {
                if (Files.newInputStream(Path.of(path)).read() >= 0) leaks.append(' ').append(path);
            } catch (Exception refused) {
            }
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "setsid sleep 600 &").start();
        } catch (Exception refused) {
        }
        System.out.println(leaks.length() == 0 ? "blocked" : "LEAK" + leaks);
    }
}
