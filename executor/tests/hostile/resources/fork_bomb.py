# attack: every process forks for ever and shrugs off refusals
# expect: time_limit | memory_limit | idle_limit
# limits: cpu=1 idle=3 memory=256
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
