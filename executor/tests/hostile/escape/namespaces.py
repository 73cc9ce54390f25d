# attack: new namespaces (a user namespace gives every capability inside it), other processes' ones, mounts, chroot
# expect: accepted
# stdout: blocked
# stdout on runsc: LEAK ['mknod']
# why on runsc: its tmpfs takes a device node from anyone, and opens none: nodev holds
# limits: cpu=6 memory=64
import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
leaks = []
FLAGS = {"user": 0x10000000, "mount": 0x20000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000,
         "uts": 0x04000000, "cgroup": 0x02000000, "time": 0x80}
CLONE, PIVOT_ROOT = (56, 155) if platform.machine() == "x86_64" else (220, 41)


def in_child(name, attack):
    child = os.fork()
    if child == 0:
        try:
            done = attack()
        except OSError:
            done = False
        os._exit(7 if done else 0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7:
        leaks.append(name)


for name, flag in FLAGS.items():
    in_child(f"unshare {name}", lambda flag=flag: libc.unshare(flag) == 0)
    in_child(f"unshare user+{name}", lambda flag=flag: libc.unshare(flag | FLAGS["user"]) == 0)
    # clone(flags | SIGCHLD) by number, and clone3, which a filter cannot look into
    if name != "time":  # whose bit is an exit signal there
        in_child(f"clone {name}", lambda flag=flag: libc.syscall(CLONE, flag | 17, 0, 0, 0, 0) > 0)
clone_args = (ctypes.c_uint64 * 11)(FLAGS["user"], 0, 0, 0, 17)
in_child("clone3 user", lambda: libc.syscall(435, ctypes.byref(clone_args), ctypes.sizeof(clone_args)) >= 0)
for kind in ("mnt", "net", "pid", "user", "uts", "ipc"):
    for pid in (1, os.getppid()):
        in_child(f"setns {pid}/{kind}", lambda: libc.setns(os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY), 0) == 0)
in_child("mount tmpfs", lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0)
in_child("remount", lambda: libc.mount(b"none", b"/", None, 0x20, None) == 0)
in_child("bind", lambda: libc.mount(b"/", b"/tmp", None, 0x1000, None) == 0)
in_child("umount", lambda: libc.umount2(b"/proc", 2) == 0)
in_child("chroot", lambda: libc.chroot(b".") == 0)
in_child("pivot_root", lambda: libc.syscall(PIVOT_ROOT, b".", b".") == 0)
in_child("mknod", lambda: os.mknod("disk", 0o60666, os.makedev(254, 0)) is None)
in_child("open device", lambda: os.open("disk", os.O_RDONLY) >= 0)
in_child("sethostname", lambda: libc.sethostname(b"x", 1) == 0)
in_child("open_tree", lambda: libc.syscall(428, -100, b"/", 1) >= 0)
in_child("fsopen", lambda: libc.syscall(430, b"tmpfs", 0) >= 0)
print("LEAK", leaks) if leaks else print("blocked")
