# attack: signals to process group 0 and to its session, which the agent must not be in
# expect: accepted
# stdout: ok
# limits: cpu=2 idle=3 memory=64
import os
import signal

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGCHLD, signal.SIGPIPE, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
    os.kill(0, number)
    os.killpg(os.getpgrp(), number)
print("ok" if os.getsid(0) != os.getsid(1) and os.getpgrp() != os.getpgid(1) else "LEAK the agent's session")
