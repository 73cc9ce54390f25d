# attack: locks every file that it may open, for good: its own program, the system's, the shared directories
# case: lock -> locked
# case: try -> free
# expect: accepted
# limits: cpu=4 idle=4 memory=128
import fcntl
import os
import time

PATHS = {os.path.realpath(path) for path in (__file__, ".", "/tmp", "/dev/shm", "/dev/null", "/usr/bin/python3",
                                             "/etc/ld.so.cache", "/usr/lib/os-release")}


def locks(path):
    """How each kind of lock was taken; a refusal that is not another's lock does not count."""
    taken = []
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return taken
    for take in (lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB),
                 lambda: fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)):
        try:
            take()
            taken.append(True)
        except BlockingIOError:
            taken.append(False)
        except OSError:
            pass
    return taken


if input() == "lock":
    for path in PATHS:
        locks(path)
    print("locked", flush=True)
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)  # holds them on
else:
    held = [path for path in PATHS if not all(locks(path))]
    print(held if held else "free")
