# attack: as many sleeping processes as it gets, in sessions of their own, then a clean exit
# expect: accepted
# stdout: ok
# expect on runsc: accepted | time_limit
# why on runsc: gVisor counts as processor time also what a process waits for a core, twenty times over for twenty processes
# limits: cpu=3 idle=5 memory=256
import os
import time

print("ok", flush=True)
for _ in range(300):
    try:
        if os.fork() == 0:
            os.setsid()
            while True:
                time.sleep(600)
    except OSError:
        break
os._exit(0)
