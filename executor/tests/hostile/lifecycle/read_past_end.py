# attack: reads past the end of its input again and again, and rewinds it
# case: once -> once
# expect: accepted
# limits: cpu=2 idle=3 memory=64
import os

given = os.read(0, 1000)
rest = [os.read(0, 1000) for _ in range(1000)]
try:
    os.lseek(0, 0, os.SEEK_END)
    rest.append(os.read(0, 1000))
except OSError:
    pass
print(given.decode().strip(), *[part.decode() for part in rest if part])
