# attack: a daemon waits for the next run, to read its input, write into its directory and stop it
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=4 idle=6 memory=128
import ctypes
import os
import signal
import time

PR_SET_NAME = 15

if input() == "plant":
    ctypes.CDLL(None).prctl(PR_SET_NAME, b"planted")  # else it could not be told from a run that waits to be started
    name = open("/proc/self/comm").read()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            before = {int(name) for name in os.listdir("/proc") if name.isdigit()}
            while True:
                for name in os.listdir("/proc"):
                    if name.isdigit() and int(name) not in before:
                        for attack in (
                            lambda: open(f"/proc/{name}/cwd/visited", "w").close(),
                            lambda: os.kill(int(name), signal.SIGKILL),
                        ):
                            try:
                                attack()
                            except OSError:
                                pass
                time.sleep(0.001)
        os._exit(0)
    print(name, end="", flush=True)
else:
    time.sleep(0.3)
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                if "(planted)" in (stat := open(f"/proc/{name}/stat").read()):
                    found.append(stat)
            except OSError:
                pass
    print(found or ("visited" if os.path.exists("visited") else "clean"))
