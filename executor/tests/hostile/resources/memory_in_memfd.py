# attack: memory in anonymous files, which no process's resident size shows
# expect: accepted | memory_limit
# stdout: stopped
# limits: cpu=4 memory=64
import os
import time

block = b"x" * (1 << 20)
written = 0
try:
    while written < 512 << 20:
        descriptor = os.memfd_create("hoard")
        for _ in range(32):
            written += os.write(descriptor, block)
    time.sleep(0.2)
except OSError:
    pass
print("stopped" if written < 256 << 20 else f"LEAK {written}")
