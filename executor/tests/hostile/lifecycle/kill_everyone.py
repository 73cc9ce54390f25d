# attack: kill -9 of PID 1, then of -1: everything that it may signal, itself excepted
# expect: accepted
# stdout: alive
# limits: cpu=2 idle=4 memory=128
import os
import signal
import time

for target in (1, -1):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError:
        pass
time.sleep(0.1)
print("alive")
