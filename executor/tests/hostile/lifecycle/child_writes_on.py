# attack: the parent is done, a child goes on writing for ever
# expect: accepted | output_limit | wrong_answer
# stdout: ok
# limits: cpu=2 idle=4 memory=128 output=64
# within: 12
import os

print("ok", flush=True)
if os.fork() == 0:
    while True:
        os.write(1, b"more\n")
os._exit(0)
