# attack: signals to PID 1, its parent, every other process and every process group
# expect: accepted
# stdout: blocked
# limits: cpu=2 memory=64
import os
import signal

leaks = []
mine = os.getpid()
targets = [1, os.getppid()] + [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != mine]
for pid in targets:
    if pid == 0:
        continue
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGCHLD, signal.SIGUSR1, 0):
        for send in (os.kill, lambda pid, number: signal.pidfd_send_signal(os.pidfd_open(pid), number)):
            try:
                send(pid, number)
                leaks.append((pid, int(number)))
            except OSError:
                pass
    try:
        group = os.getpgid(pid)
        if group > 1 and group != os.getpgrp():  # kill(-1) says yes to everything
            os.killpg(group, signal.SIGKILL)
            leaks.append(("group", pid, group))
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
