# attack: waits for ever and holds its slot
# expect: idle_limit
# limits: cpu=2 idle=1 memory=64
import time

time.sleep(3600)
