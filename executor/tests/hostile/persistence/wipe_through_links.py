# attack: links in the run's directory that lead a careless wipe or chmod to the program itself, the agent and the root
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=3 idle=5 memory=128
import os

here = os.getcwd()
program = os.path.dirname(os.path.abspath(__file__))
if input() == "plant":
    for number, target in enumerate([program, os.path.abspath(__file__), "/", "/tmp", "..", ".", "/proc/1/root", "/proc/self/fd", "/dev/shm"]):
        for folder in (here, "/tmp", "/dev/shm"):
            try:
                os.symlink(target, os.path.join(folder, f"link{number}"))
                os.symlink(target, os.path.join(folder, f"link{number}", "inside"))
            except OSError:
                pass
    try:
        os.mkdir("swap")
        os.symlink("swap", "swap/again")
    except OSError:
        pass
    print("planted")
else:
    left = []
    for folder in (here, "/tmp", "/dev/shm"):
        try:
            left += [name for name in os.listdir(folder) if name.startswith(("link", "swap"))]
        except OSError:
            pass
    print(left or "clean")
