# attack: SIGSTOP, so that nothing runs and nothing ends
# expect: idle_limit
# limits: cpu=2 idle=1 memory=64
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
os.kill(0, signal.SIGSTOP)
print("continued")
