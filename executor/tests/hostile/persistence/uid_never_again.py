# attack: what was left for this uid is found by the next run that has it
# case: 1
# case: 2
# case: 3
# expect: accepted
# distinct: uid
# limits: cpu=2 memory=64
import os

# A sandbox without uids of its own gives each run a user namespace instead
print(os.getuid(), os.readlink("/proc/self/ns/user") if os.getuid() < 1000 or os.getuid() == 65534 else "")
