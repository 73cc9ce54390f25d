# attack: removes, renames and replaces its own directory and its parent's entries
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=2 idle=4 memory=64
import os
import shutil

here = os.getcwd()
if input() == "plant":
    for attack in (
        lambda: os.rename(here, here + ".old"),
        lambda: os.symlink("/", here),
        lambda: shutil.rmtree(here),
        lambda: os.rmdir(here),
        lambda: os.symlink("/tmp", here),
        lambda: os.mkdir(here, 0o777),
    ):
        try:
            attack()
        except OSError:
            pass
    print("planted")
else:
    open("own", "w").close()
    left = [name for name in os.listdir(here) if name.endswith(".old")] if os.access(here, os.R_OK) else []
    print(left or ("clean" if os.path.realpath(here) not in ("/", "/tmp") else here))
