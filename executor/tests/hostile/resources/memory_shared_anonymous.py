# attack: a shared anonymous mapping, filled by a child that exits at once
# expect: memory_limit
# stdout: ok
# limits: cpu=4 memory=64
import mmap
import os
import time

hoard = mmap.mmap(-1, 256 << 20)
child = os.fork()
if child == 0:
    block = b"x" * (1 << 20)
    for _ in range(256):
        hoard.write(block)
    os._exit(0)
os.waitpid(child, 0)
time.sleep(0.2)
print("ok")
