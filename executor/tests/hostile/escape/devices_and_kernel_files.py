# attack: devices, kernel memory, kernel settings and logs
# expect: accepted
# stdout: blocked
# stdout on runsc: LEAK ['/dev/fuse', '/dev/net/tun', 'oom_score_adj lowered']
# why on runsc: its own emulations: they do nothing without mount(2) and CAP_NET_ADMIN, and nothing reads that score
# limits: cpu=3 memory=64
import os

leaks = []
for path in ("/dev/kmsg", "/dev/mem", "/dev/kmem", "/dev/port", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/vsock", "/dev/loop0",
             "/dev/vda", "/dev/sda", "/dev/tty", "/dev/console", "/proc/kcore", "/proc/kmsg", "/proc/vmallocinfo", "/proc/1/mem",
             "/sys/kernel/debug/tracing/trace_pipe", "/sys/firmware/efi/efivars", "/sys/kernel/security/lsm"):
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        leaks.append(path)
    except OSError:
        pass
# Opened for writing only, never written to
for path in ("/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/vm/overcommit_memory",
             "/proc/self/oom_adj", "/sys/power/state", "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
             "/sys/fs/cgroup/memory/tasks", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/release_agent",
             "/sys/kernel/uevent_helper", "/proc/sys/net/ipv4/ip_forward"):
    if path == "/proc/self/oom_adj":
        try:
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write("-1000")
            leaks.append("oom_score_adj lowered")
        except OSError:
            pass
        continue
    try:
        os.close(os.open(path, os.O_WRONLY))
        leaks.append(path)
    except OSError:
        pass
for folder, folders, files in os.walk("/sys"):
    if folder.count("/") > 3:
        folders.clear()
    leaks += [f"write {folder}/{name}" for name in files if os.access(f"{folder}/{name}", os.W_OK)]
print("LEAK", leaks[:20]) if leaks else print("blocked")
