# attack: a tree 3,000 directories deep, which a recursive wipe cannot take away
# expect: accepted
# stdout: done
# limits: cpu=2 memory=64
import os

for _ in range(3000):
    try:
        os.mkdir("d" * 40)
        os.chdir("d" * 40)
    except OSError:
        break
print("done")
