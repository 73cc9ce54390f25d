# attack: memory in /dev/shm and /tmp
# expect: accepted | memory_limit
# stdout: stopped
# limits: cpu=4 memory=64
import os

block = b"x" * (1 << 20)
written = 0
for folder in ("/dev/shm", "/tmp", "/var/tmp", "/run"):
    try:
        for number in range(32):
            with open(f"{folder}/hoard{number}", "wb", buffering=0) as file:
                for _ in range(16):
                    written += file.write(block)
    except OSError:
        pass
print("stopped" if written < 256 << 20 else f"LEAK {written}")
