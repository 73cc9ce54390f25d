# attack: fills the run's directory, which is memory too
# expect: accepted | memory_limit
# stdout: stopped
# limits: cpu=4 memory=64
import os

block = b"x" * (1 << 20)
written = 0
try:
    for number in range(32):
        with open(f"file{number}", "wb", buffering=0) as file:
            for _ in range(32):
                written += file.write(block)
except OSError:
    pass
print("stopped" if written < 512 << 20 else f"LEAK {written}")
