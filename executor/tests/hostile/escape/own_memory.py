# attack: after the uid change /proc/self must be the run's own, and only that (debuggers and runtimes read it)
# expect: accepted
# stdout: own
# limits: cpu=2 memory=64
import os

problems = []
for entry in ("status", "maps", "fd", "environ"):
    if os.stat(f"/proc/self/{entry}").st_uid != os.getuid():
        problems.append(f"/proc/self/{entry} belongs to another")
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
    if int(status[name], 16):
        problems.append(f"{name} {status[name].strip()}")
if int(status["NoNewPrivs"]) != 1:
    problems.append("no_new_privs is off")
if int(status["Seccomp"]) != 2:
    problems.append("no seccomp filter")
if 0 in os.getresuid() or 0 in os.getresgid() or 0 in os.getgroups():
    problems.append(f"root: {os.getresuid()} {os.getresgid()} {os.getgroups()}")
print(*problems) if problems else print("own")
