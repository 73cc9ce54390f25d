# attack: every way to another uid or gid, and capabilities, and setuid programs
# expect: accepted
# stdout: blocked
# limits: cpu=4 memory=128
import ctypes
import os
import stat

libc = ctypes.CDLL(None, use_errno=True)
me = os.getuid()
leaks = []
others = [0, 1, 65534, me - 1, me + 1]
for other in others:
    for name, arguments in (
        ("setuid", (other,)), ("setgid", (other,)), ("seteuid", (other,)), ("setegid", (other,)),
        ("setreuid", (other, other)), ("setregid", (other, other)),
        ("setresuid", (other, other, other)), ("setresgid", (other, other, other)), ("setgroups", ([other],)),
    ):
        before = os.getresuid(), os.getresgid(), os.getgroups()
        try:
            getattr(os, name)(*arguments)
        except OSError:
            continue
        if (os.getresuid(), os.getresgid(), os.getgroups()) != before:
            leaks.append((name, arguments))
if libc.prctl(47, 2, 7, 0, 0) == 0:  # PR_CAP_AMBIENT, RAISE, CAP_SETUID
    leaks.append("ambient SETUID")
if libc.prctl(28, 1, 0, 0, 0) == 0:  # PR_SET_SECUREBITS
    leaks.append("securebits")
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
for folder in ("/usr/bin", "/usr/sbin", "/usr/lib/openssh", "/usr/lib/dbus-1.0"):
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        try:
            special = os.stat(path).st_mode & (stat.S_ISUID | stat.S_ISGID) or "security.capability" in os.listxattr(path)
        except OSError:
            continue
        if special and os.access(path, os.X_OK) and int(status["NoNewPrivs"]) != 1:
            leaks.append(path)
print("LEAK", leaks) if leaks else print("blocked")
