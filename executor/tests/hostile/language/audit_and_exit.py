# attack: leaves by every side door: at-exit functions that hang, a destructor that writes, a thread that stays
# expect: idle_limit | time_limit
# limits: cpu=2 idle=1 memory=64
import atexit
import threading
import time

atexit.register(time.sleep, 600)
threading.Thread(target=time.sleep, args=(600,)).start()
print("main is done")
