# attack: four children, each under the limit, together far over it
# expect: memory_limit
# stdout: ok
# limits: cpu=4 memory=96
import os
import time

children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        hoard = bytearray(b"x") * (48 << 20)
        time.sleep(1)
        os._exit(len(hoard) & 1)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print("ok")
