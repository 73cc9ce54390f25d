# attack: children that nobody waits for, and orphans that die after their parent
# expect: accepted
# stdout: done
# expect on runsc: accepted | time_limit
# why on runsc: gVisor counts as processor time also what a process waits for a core, twenty times over for twenty processes
# limits: cpu=2 memory=256
import os
import time

for _ in range(20):
    try:
        if os.fork() == 0:
            if os.fork() == 0:
                time.sleep(0.05)
            os._exit(0)
    except OSError:
        break
print("done")
