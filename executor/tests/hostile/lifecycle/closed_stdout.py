# attack: closes its outputs and stays, so that a reader that waits for their end takes it for finished
# expect: idle_limit
# limits: cpu=2 idle=1 memory=64
import os
import time

os.close(0)
os.close(1)
os.close(2)
time.sleep(600)
