# attack: plants code that Python runs at every start: site hooks and path files, where the home directory may keep them
# case: plant -> planted
# case: look -> clean
# expect: accepted
# limits: cpu=4 memory=128
import os
import site
import sys

FOLDERS = {site.getusersitepackages(), os.path.expanduser("~/.local/lib"), os.getcwd(), *sys.path[1:]}
HOOKS = {"sitecustomize.py": "import sys; sys.planted = 1\n", "usercustomize.py": "import sys; sys.planted = 1\n",
         "planted.pth": "import sys; sys.planted = 1\n", "pyvenv.cfg": "home = /tmp\n"}
if input() == "plant":
    for folder in FOLDERS:
        for name, text in HOOKS.items():
            try:
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, name), "w") as file:
                    file.write(text)
            except OSError:
                pass
    print("planted")
else:
    found = [os.path.join(folder, name) for folder in FOLDERS for name in HOOKS if os.path.exists(os.path.join(folder, name))
             and "planted" in open(os.path.join(folder, name), errors="replace").read()]
    print(found or "hooked" if found or hasattr(sys, "planted") else "clean")
