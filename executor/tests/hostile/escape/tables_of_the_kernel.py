# attack: what the command lines, mounts and control groups of the box tell about the host
# expect: accepted
# stdout: blocked
# limits: cpu=2 memory=64
import os

leaks = []
for pid in [name for name in os.listdir("/proc") if name.isdigit()] + ["self"]:
    for entry in ("cmdline", "comm", "mounts", "mountinfo", "cgroup", "environ"):
        try:
            with open(f"/proc/{pid}/{entry}", "rb") as file:
                content = file.read()
        except OSError:
            continue
        for word in (b"@TOKEN@", b"SECRET_KEY", b"DATABASE_URL", b"@PROJECT@", b"password"):
            if word in content:
                leaks.append((pid, entry, word.decode()))
print("LEAK", leaks) if leaks else print("blocked")
