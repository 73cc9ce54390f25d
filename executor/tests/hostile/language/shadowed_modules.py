# attack: shadows the standard library beside the program, then imports it in a child
# expect: accepted
# stdout: done
# limits: cpu=4 memory=128
import os
import subprocess
import sys

for name in ("json", "random", "encodings", "sitecustomize"):
    try:
        with open(f"{name}.py", "w") as file:
            file.write("print('shadow')\n")
    except OSError:
        pass
subprocess.run([sys.executable, "-c", "import json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
print("done")
