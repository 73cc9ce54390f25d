# attack: a hidden test leaves its input behind in every way that it has, for a visible test to print
# case: plant @SECRET@ -> planted
# case: look -> clean
# expect: accepted
# hidden: first
# limits: cpu=6 idle=6 memory=128
import os
import socket
import time

FOLDERS = [".", "/tmp", "/var/tmp", "/dev/shm", "/run", "..", os.environ.get("HOME", "/"), os.path.dirname(os.path.abspath(__file__))]
word, *rest = input().split()
if word == "plant":
    secret = rest[0]
    for folder in FOLDERS:
        try:
            with open(f"{folder}/left", "w") as file:
                file.write(secret)
            os.utime(f"{folder}/left", (1, 1))
        except OSError:
            pass
    if os.fork() == 0:
        os.setsid()
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("\0left")
        listener.listen()
        while True:
            listener.accept()[0].sendall(secret.encode())
    time.sleep(0.1)
    print("planted", flush=True)
else:
    found = []
    for folder in FOLDERS:
        try:
            found.append(open(f"{folder}/left").read())
        except OSError:
            pass
    try:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(1)
        connection.connect("\0left")
        found.append(connection.recv(100).decode())
    except OSError:
        pass
    print(*found or ["clean"])
