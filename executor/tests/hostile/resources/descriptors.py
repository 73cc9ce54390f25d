# attack: opens files until it is refused
# expect: accepted
# stdout: stopped
# limits: cpu=2 memory=64
import os

opened = 0
try:
    while opened < 5000:
        os.open("/dev/null", os.O_RDONLY)
        opened += 1
except OSError:
    pass
print("stopped" if opened <= 1024 else f"LEAK {opened}")
