# attack: the CPU time is spent by children that each live for less than a clock tick and are never waited for
# expect: time_limit
# stdout: ok
# limits: cpu=1 idle=10 memory=256
import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel then reaps them itself, and adds their time to nobody's
for _ in range(500):
    reading, writing = os.pipe()
    if os.fork() == 0:
        end = time.process_time() + 0.008
        while time.process_time() < end:
            pass
        os._exit(0)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
print("ok")
