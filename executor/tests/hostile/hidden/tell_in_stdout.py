# attack: gives a hidden test's input back on both outputs, in the exit code and in an exception
# case: @SECRET@ -> no
# expect: runtime_error
# hidden: yes
# limits: cpu=2 memory=64
import sys

secret = sys.stdin.read()
print(secret)
print(secret, file=sys.stderr, flush=True)
raise RuntimeError(secret)
