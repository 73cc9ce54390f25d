# attack: plants a file wherever it can, for the next run to find
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=8 idle=8 memory=128
import os

FOLDERS = [".", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", os.environ.get("HOME", "/"),
           os.environ.get("TMPDIR", "/tmp"), "..", "../..", "/", "/proc/self/cwd", os.path.dirname(os.path.abspath(__file__))]
if input() == "plant":
    for folder in FOLDERS:
        for name in ("seed", ".hidden", "new\nline", "-rf", "\udcff\udcfe", "n" * 255):
            try:
                with open(os.path.join(folder, name), "w") as file:
                    file.write("planted")
                os.chmod(os.path.join(folder, name), 0o777)
            except OSError:
                pass
    print("planted")
else:
    found = []
    for folder in FOLDERS:
        try:
            found += [os.path.join(folder, name) for name in os.listdir(folder)
                      if name in ("seed", ".hidden", "new\nline", "-rf", "\udcff\udcfe", "n" * 255)]
        except OSError:
            pass
    print(ascii(found) if found else "clean")
