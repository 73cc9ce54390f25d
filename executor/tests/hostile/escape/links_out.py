# attack: symbolic and hard links from the run's directory to what is outside
# expect: accepted
# stdout: blocked
# stdout on runsc: LEAK [('symlink2', '/proc/1/environ')]
# why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it
# limits: cpu=2 memory=64
import os

leaks = []
for number, target in enumerate(["@CANARY@", "/etc/shadow", "/proc/1/environ", "/root/.bashrc", "/proc/1/root/etc/shadow"]):
    for make in (os.symlink, os.link):
        name = f"{make.__name__}{number}"
        try:
            make(target, name)
            with open(name, "rb") as file:
                file.read(40)
                leaks.append((name, target))
        except OSError:
            pass
for path in ("/root", "/home"):
    try:
        leaks += [(path, os.path.join(path, entry)) for entry in os.listdir(path)]
    except OSError:
        pass
print("LEAK", leaks) if leaks else print("blocked")
