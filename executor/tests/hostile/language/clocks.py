# attack: sets the clocks, and swears that no time has passed
# expect: time_limit
# limits: cpu=1 idle=5 memory=64
import time

for clock in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC):
    try:
        time.clock_settime(clock, 0)
        raise SystemExit("LEAK clock set")
    except OSError:
        pass
time.process_time = time.monotonic = time.perf_counter = lambda: 0.0
while time.process_time() < 1:
    pass
