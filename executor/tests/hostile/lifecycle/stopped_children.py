# attack: leaves stopped children in groups of their own
# expect: accepted
# stdout: ok
# limits: cpu=2 idle=4 memory=128
# within: 12
import os
import signal

for _ in range(10):
    if os.fork() == 0:
        os.setpgid(0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
print("ok")
