# attack: fills as many pipes, each as large, as the kernel lets it
# expect: accepted | memory_limit
# stdout: done
# limits: cpu=2 memory=128
import fcntl
import os

try:
    while True:
        reading, writing = os.pipe()
        try:
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)
        except OSError:
            pass
        os.set_blocking(writing, False)
        try:
            while True:
                os.write(writing, b"x" * 65536)
        except BlockingIOError:
            pass
except OSError:
    pass
print("done")
