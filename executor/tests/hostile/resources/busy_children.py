# attack: six children, each under the CPU limit, together far over it
# expect: time_limit
# stdout: ok
# limits: cpu=1 idle=10 memory=256
import os
import time

children = []
for _ in range(6):
    child = os.fork()
    if child == 0:
        while time.process_time() < 0.6:
            pass
        os._exit(0)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print("ok")
