# attack: reads a world-readable file of the host by its path, past the root, and through every process's root
# expect: accepted
# stdout: blocked
# limits: cpu=3 memory=128
import os

CANARY = "@CANARY@"
paths = [CANARY, "../" * 30 + CANARY.lstrip("/"), "/proc/self/root" + CANARY, "/proc/self/cwd/" + "../" * 30 + CANARY]
paths += [f"/proc/{pid}/{way}{CANARY}" for pid in os.listdir("/proc") if pid.isdigit() for way in ("root", "cwd")]
paths += [f"{prefix}{CANARY}" for prefix in ("/host", "/mnt", "/oldroot", "/newroot", "/.old_root", "/rootfs")]
leaks = []
for path in paths:
    try:
        with open(path, "rb") as file:
            leaks.append((path, file.read(100)))
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
