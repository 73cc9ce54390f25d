# attack: memory in files that are deleted and kept open, where no walk finds them
# expect: accepted | memory_limit
# stdout: stopped
# limits: cpu=4 memory=64
import os
import time

block = b"x" * (1 << 20)
written = 0
try:
    for number in range(16):
        descriptor = os.open(f"file{number}", os.O_CREAT | os.O_RDWR)
        os.unlink(f"file{number}")
        for _ in range(20):
            written += os.write(descriptor, block)
    time.sleep(0.2)
except OSError:
    pass
print("stopped" if written < 256 << 20 else f"LEAK {written}")
