# attack: memory that outlives its test in sockets that were sent through themselves, for the next test to have unseen
# case: leave -> left
# case: leave -> left
# case: leave -> left
# case: leave -> left
# case: take
# case: take
# expect: accepted, accepted, accepted, accepted, memory_limit, memory_limit
# expect on runsc: accepted | runtime_error, accepted | runtime_error, accepted | runtime_error, accepted | runtime_error, memory_limit, memory_limit
# why on runsc: gVisor frees nothing that is in flight, so that nothing is gained; the box is given up afterwards
# limits: cpu=3 idle=5 memory=64
import array
import os
import socket


def send(through, descriptor):
    through.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))])


if input() == "leave":
    descriptor = os.open("left", os.O_RDWR | os.O_CREAT)
    os.unlink("left")
    for _ in range(28):
        os.write(descriptor, bytes(1 << 20))
    here, there = socket.socketpair()
    send(here, descriptor)
    send(here, there.fileno())
    send(there, here.fileno())
    print("left", end="", flush=True)
    os._exit(0)
for one in socket.socketpair():
    one.close()  # the kernel frees what was left
kept = bytearray(os.urandom(1 << 20)) * 96
print("had", len(kept))
