# attack: memory, descriptors, maps and root of PID 1, the agent and every other process through /proc
# expect: accepted
# stdout: blocked
# limits: cpu=2 memory=64
import os

leaks = []
for pid in [name for name in os.listdir("/proc") if name.isdigit() and name != os.readlink("/proc/self")]:
    for entry in ("mem", "maps", "syscall", "stack", "auxv", "io", "pagemap", "smaps"):
        try:
            with open(f"/proc/{pid}/{entry}", "rb") as file:
                if file.read(1):
                    leaks.append(f"{pid}/{entry}")
        except OSError:
            pass
    for entry in ("fd", "root", "cwd", "map_files", "fdinfo"):
        try:
            leaks.append(f"{pid}/{entry} {os.listdir(f'/proc/{pid}/{entry}')[:3]}")
        except OSError:
            pass
    for entry in ("mem", "oom_score_adj", "oom_adj", "uid_map", "coredump_filter", "clear_refs", "timerslack_ns"):
        try:
            os.close(os.open(f"/proc/{pid}/{entry}", os.O_WRONLY))
            leaks.append(f"write {pid}/{entry}")
        except OSError:
            pass
print("LEAK", leaks) if leaks else print("blocked")
