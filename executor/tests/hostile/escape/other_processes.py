# attack: memory, descriptors, maps and root of PID 1, the agent and every other process through /proc
# expect: accepted
# stdout: blocked
# stdout on runsc: LEAK auxv list fd list fdinfo maps open /dev/null open /memfd:stdin read links smaps
# why on runsc: gVisor hides no /proc/1; its memory and pipes stay shut, and the one input that the agent holds is the run's own
# limits: cpu=2 memory=64
import os

leaks = set()
for pid in [name for name in os.listdir("/proc") if name.isdigit() and name != os.readlink("/proc/self")]:
    for entry in ("mem", "maps", "syscall", "stack", "auxv", "io", "pagemap", "smaps"):
        try:
            with open(f"/proc/{pid}/{entry}", "rb") as file:
                if file.read(1):
                    leaks.add(entry)
        except OSError:
            pass
    for entry in ("fd", "root", "cwd", "map_files", "fdinfo"):
        try:
            names = os.listdir(f"/proc/{pid}/{entry}")
            leaks.add(f"list {entry}")
        except OSError:
            continue
        for name in names if entry == "fd" else ():
            try:
                link = os.readlink(f"/proc/{pid}/fd/{name}").split()[0]
                leaks.add("read links")
                os.close(os.open(f"/proc/{pid}/fd/{name}", os.O_RDONLY | os.O_NONBLOCK))
                leaks.add(f"open {link}")
            except OSError:
                pass
    for entry in ("mem", "oom_score_adj", "oom_adj", "uid_map", "coredump_filter", "clear_refs", "timerslack_ns"):
        try:
            os.close(os.open(f"/proc/{pid}/{entry}", os.O_WRONLY))
            leaks.add(f"write {entry}")
        except OSError:
            pass
print("LEAK", *sorted(leaks)) if leaks else print("blocked")
