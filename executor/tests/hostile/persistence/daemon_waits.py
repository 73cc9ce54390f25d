# attack: a daemon waits for the next run, to read its input, write into its directory and stop it
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=4 idle=6 memory=128
import os
import signal
import time

if input() == "plant":
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
    print("planted", flush=True)
else:
    time.sleep(0.3)
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                if os.stat(f"/proc/{name}").st_uid not in (0, os.stat("/proc/1").st_uid):
                    found.append(open(f"/proc/{name}/stat").read())
            except OSError:
                pass
    print(found or ("visited" if os.path.exists("visited") else "clean"))
