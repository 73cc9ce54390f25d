# attack: what a process passes to its children (nice, affinity, umask, limits, signal mask) must not reach the next run
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=2 idle=4 memory=64
import os
import resource
import signal

if input() == "plant":
    os.nice(10)
    os.umask(0o777)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    for name in ("RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_STACK"):
        resource.setrlimit(getattr(resource, name), (0, 0))
    print("planted")
else:
    ignored = [number for number in range(1, 32) if signal.getsignal(number) == signal.SIG_IGN]
    state = (os.nice(0), sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())), resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 0)
    usual = os.getpriority(os.PRIO_PROCESS, 1)  # whoever runs this may have been nice
    print("clean" if state == (usual, [], True) and set(ignored) <= {signal.SIGPIPE, signal.SIGXFSZ} else (state, ignored))
