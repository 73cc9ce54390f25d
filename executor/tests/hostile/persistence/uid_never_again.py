# attack: what was left for this uid is found by the next run that has it
# case: 1
# case: 2
# case: 3
# expect: accepted
# distinct: uid
# limits: cpu=2 memory=64
import os

# Where a run's user namespace holds one uid only, there is none to use again
print(input() if int(open("/proc/self/uid_map").read().split()[2]) == 1 else os.getuid())
