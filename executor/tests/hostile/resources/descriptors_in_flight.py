# attack: descriptors and data that only sockets hold: sent, never received, the sockets themselves among them
# expect: accepted | memory_limit
# stdout: done
# limits: cpu=3 memory=128
import array
import os
import socket

pairs = []
try:
    while True:
        pairs.append(socket.socketpair())
except OSError:
    pass
for left, right in pairs:
    left.setblocking(False)
    try:
        left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [left.fileno(), right.fileno()]))])
        while True:
            left.send(b"x" * 65536)
    except OSError:
        pass
for left, right in pairs:
    os.close(left.detach())
    os.close(right.detach())
print("done")
