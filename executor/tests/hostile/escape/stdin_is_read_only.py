# attack: writes to, grows, maps and reopens its standard input, which the agent made
# case: first -> sealed
# case: second -> sealed
# expect: accepted
# limits: cpu=2 memory=64
import fcntl
import mmap
import os

leaks = []
given = os.read(0, 100)
if given.strip() not in (b"first", b"second"):
    leaks.append(f"input {given!r}")
attacks = {
    "write": lambda: os.write(0, b"x"),
    "truncate": lambda: os.ftruncate(0, 0),
    "map": lambda: mmap.mmap(0, 4, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE),
    "unseal": lambda: fcntl.fcntl(0, 1033, 0) and None,
}
for name, attack in attacks.items():
    try:
        attack()
        if name != "unseal":
            leaks.append(name)
    except (OSError, ValueError):
        pass
try:
    again = os.open("/proc/self/fd/0", os.O_RDWR)
    os.write(again, b"x")
    leaks.append("reopened for writing")
except OSError:
    pass
print("LEAK", leaks) if leaks else print("sealed")
