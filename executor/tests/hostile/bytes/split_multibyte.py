# attack: three-byte characters, so that the cap on output cuts one
# expect: output_limit
# limits: cpu=3 memory=64 output=64
import os

while True:
    os.write(1, "€".encode() * 1001)
