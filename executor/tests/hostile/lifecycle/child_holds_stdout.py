# attack: the parent is done, a child keeps both output pipes open
# expect: accepted
# stdout: ok
# limits: cpu=2 idle=5 memory=128
# within: 12
import os
import time

print("ok", flush=True)
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
os._exit(0)
