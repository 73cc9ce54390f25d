# attack: the CPU time is spent by short-lived orphans, so that no parent's account shows it
# expect: time_limit
# stdout: ok
# limits: cpu=1 idle=10 memory=256
import os
import time

for _ in range(15):
    reading, writing = os.pipe()
    if os.fork() == 0:
        if os.fork() == 0:
            while time.process_time() < 0.25:
                pass
            os._exit(0)
        os._exit(0)
    os.wait()
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
print("ok")
