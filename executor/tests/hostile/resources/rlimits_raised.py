# attack: raises its own limits, or those of the agent, back to infinity
# expect: accepted
# stdout: blocked
# stdout on runsc: LEAK nice
# why on runsc: it keeps the number, and nothing reads it: its threads have one priority
# limits: cpu=2 memory=64
import os
import resource

leaks = []
for name in ("RLIMIT_CORE", "RLIMIT_NOFILE", "RLIMIT_CPU", "RLIMIT_NICE", "RLIMIT_RTPRIO", "RLIMIT_MEMLOCK"):
    kind = getattr(resource, name)
    soft, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        try:
            resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            leaks.append(name)
        except (OSError, ValueError):
            pass
own_namespace = int(open("/proc/self/uid_map").read().split()[2]) == 1  # PID 1 is then the run's own, with nothing to lose
for pid in () if own_namespace else (1, os.getppid()):
    try:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (1, 1))
        leaks.append(f"prlimit {pid}")
    except OSError:
        pass
try:
    os.nice(-5)
    leaks.append("nice")
except OSError:
    pass
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
    leaks.append("SCHED_FIFO")
except OSError:
    pass
print("LEAK", *leaks) if leaks else print("blocked")
