# attack: FIFOs and sockets where the agent may look, so that it blocks in open or read
# case: plant -> planted
# case: look -> planted
# expect: accepted
# limits: cpu=2 memory=64
import os
import socket

here = os.getcwd()
for name in ("stdout", "stderr", "output", "result", "a.out", "core", "main.pyc", "status"):
    try:
        os.mkfifo(name)
    except OSError:
        pass
try:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(here, "agent.sock"))
except OSError:
    pass
print("planted")
