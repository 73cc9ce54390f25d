# attack: after the uid change /proc/self must be the run's own, and only that (debuggers and runtimes read it)
# expect: accepted
# stdout: own
# stdout on runsc: /proc/self/fd belongs to another
# why on runsc: gVisor gives that directory to root, and lets its own process use it
# limits: cpu=2 memory=64
import ctypes
import os

libc = ctypes.CDLL(None)
problems = []
for entry in ("status", "maps", "fd", "environ"):
    if os.stat(f"/proc/self/{entry}").st_uid != os.getuid():
        problems.append(f"/proc/self/{entry} belongs to another")
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
    if int(status.get(name, "0"), 16):
        problems.append(f"{name} {status[name].strip()}")
if libc.prctl(39, 0, 0, 0, 0) != 1:
    problems.append("no_new_privs is off")
if libc.prctl(21, 0, 0, 0, 0) != 2:
    problems.append("no seccomp filter")
if 0 in os.getresuid() or 0 in os.getresgid() or 0 in os.getgroups():
    problems.append(f"root: {os.getresuid()} {os.getresgid()} {os.getgroups()}")
print(*problems) if problems else print("own")
