# attack: a child's kill -9 -1 takes the whole run; the agent must see it, and outlive it
# expect: runtime_error
# limits: cpu=2 idle=4 memory=128
import os
import signal
import time

if os.fork() == 0:
    os.kill(-1, signal.SIGKILL)
    os._exit(0)
time.sleep(30)
