# attack: a child takes the memory, the parent stays small and prints the right answer
# expect: memory_limit
# stdout: ok
# limits: cpu=3 memory=64
import os
import time

child = os.fork()
if child == 0:
    hoard = bytearray(b"x") * (200 << 20)
    time.sleep(0.3)
    os._exit(0)
os.waitpid(child, 0)
print("ok")
