# attack: files of 10 GB and 1 TB that hold nothing
# expect: accepted
# stdout: done
# limits: cpu=2 memory=64
import os

for name, size in (("large", 10 << 30), ("huge", 1 << 40)):
    with open(name, "wb") as file:
        try:
            file.truncate(size)
            file.seek(size - 1)
            file.write(b"x")
        except OSError:
            pass
print("done")
