# attack: files and directories that refuse to be deleted: no permissions, deep and locked, odd names, many
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=4 idle=6 memory=128
import os

if input() == "plant":
    for base in (os.getcwd(), "/tmp", "/dev/shm"):
        try:
            top = os.path.join(base, "locked")
            os.makedirs(os.path.join(top, "inner", "inmost"))
            for folder in (os.path.join(top, "inner", "inmost"), os.path.join(top, "inner"), top):
                open(os.path.join(folder, "file"), "w").close()
                os.chmod(os.path.join(folder, "file"), 0)
                os.chmod(folder, 0)
            for number in range(200):
                open(os.path.join(base, f"locked{number}\n\x7f"), "w").close()
        except OSError:
            pass
    try:
        os.chmod(os.getcwd(), 0)
    except OSError:
        pass
    print("planted")
else:
    left = []
    for base in (os.getcwd(), "/tmp", "/dev/shm"):
        try:
            left += [name for name in os.listdir(base) if name.startswith("locked")]
        except OSError:
            pass
    print(ascii(left) if left else "clean")
