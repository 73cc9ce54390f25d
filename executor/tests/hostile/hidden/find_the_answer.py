# attack: prints every text in reach, to find the expected output and the other tests' inputs among it
# case: look -> @ANSWER@
# case: @SECRET@ -> @ANSWER@
# expect: wrong_answer, wrong_answer
# hidden: second
# limits: cpu=8 idle=8 memory=256 output=2048
import os
import sys

if input() != "look":
    raise SystemExit
places = [os.getcwd(), "/tmp", "/dev/shm", "/run", "/var", os.path.dirname(os.path.abspath(__file__)), os.path.dirname(os.getcwd())]
seen = set()
for place in places:
    for folder, _, files in os.walk(place):
        for name in files:
            path = os.path.join(folder, name)
            if path in seen or os.path.abspath(path) == os.path.abspath(__file__):
                continue
            seen.add(path)
            try:
                with open(path, "rb") as file:
                    sys.stdout.buffer.write(path.encode(errors="replace") + b": " + file.read(4000) + b"\n")
            except OSError:
                pass
for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
    for entry in ("environ", "cmdline", "mem", "fd/0", "fd/1", "fd/3", "fd/4"):
        if pid == os.readlink("/proc/self"):
            continue
        try:
            with open(f"/proc/{pid}/{entry}", "rb") as file:
                sys.stdout.buffer.write(f"{pid}/{entry}: ".encode() + file.read(4000) + b"\n")
        except OSError:
            pass
