# attack: empty files without end
# expect: accepted | time_limit | memory_limit
# stdout: stopped
# limits: cpu=1 memory=128
import os

number = 0
try:
    while number < 500_000:
        os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY))
        number += 1
except OSError:
    pass
print("stopped" if number < 500_000 else "LEAK")
