# attack: ignores every signal that can be ignored and blocks the rest, then burns
# expect: time_limit
# limits: cpu=1 idle=3 memory=64
import signal

for number in range(1, signal.NSIG):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, signal.NSIG))
while True:
    pass
