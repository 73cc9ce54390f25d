# attack: a daemon that leaves its parent, session, process group, directory and descriptors, and lives on
# expect: accepted
# stdout: ok
# limits: cpu=2 idle=4 memory=128
# within: 12
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for descriptor in range(256):
            try:
                os.close(descriptor)
            except OSError:
                pass
        time.sleep(600)
    os._exit(0)
os.wait()
print("ok")
