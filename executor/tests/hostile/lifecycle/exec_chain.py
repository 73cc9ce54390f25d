# attack: executes itself again and again; time and memory must go on counting
# expect: time_limit | memory_limit
# limits: cpu=1 idle=5 memory=128
import os
import sys
import time

end = time.process_time() + 0.05
while time.process_time() < end:
    pass
os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
