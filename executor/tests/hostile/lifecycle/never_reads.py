# attack: keeps 8 MB of input waiting for ever
# expect: idle_limit
# stdin_mib: 8
# limits: cpu=2 idle=1 memory=128
import time

time.sleep(600)
