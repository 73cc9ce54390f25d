# attack: goes on writing after its pipes are shut, from four processes
# expect: output_limit
# limits: cpu=3 memory=256 output=64
import os
import signal

signal.signal(signal.SIGPIPE, signal.SIG_IGN)
for _ in range(2):
    os.fork()
while True:
    for descriptor in (1, 2):
        try:
            os.write(descriptor, b"z" * 65536)
        except OSError:
            pass
