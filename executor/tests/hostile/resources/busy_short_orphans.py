# attack: the CPU time is spent by orphans that live for less than a clock tick and between two looks
# expect: time_limit | runtime_error
# stdout: ok
# limits: cpu=1 idle=10 memory=256
import os
import time

for _ in range(500):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 3
        try:
            if os.fork() == 0:
                end = time.process_time() + 0.008
                while time.process_time() < end:
                    pass
            code = 0
        finally:
            os._exit(code)
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit("no more processes: nobody reaps the orphans, so that their time cannot grow either")
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
print("ok")
