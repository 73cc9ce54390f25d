# attack: listens on loopback and on an abstract name, for the next run to be answered
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=3 idle=6 memory=128
import os
import socket
import time

PLACES = [(socket.AF_INET, ("127.0.0.1", 45999)), (socket.AF_INET6, ("::1", 45999)), (socket.AF_UNIX, "\0seed"), (socket.AF_UNIX, "/tmp/seed.sock")]
if input() == "plant":
    if os.fork() == 0:
        os.setsid()
        keep = []
        for family, address in PLACES:
            try:
                listener = socket.socket(family)
                listener.bind(address)
                listener.listen()
                keep.append(listener)
            except OSError:
                pass
        time.sleep(600)
    time.sleep(0.1)
    print("planted")
else:
    answered = []
    for family, address in PLACES:
        try:
            connection = socket.socket(family)
            connection.settimeout(1)
            connection.connect(address)
            answered.append(address)
        except OSError:
            pass
    print(answered or "clean")
