# attack: prints what a judge might print
# expect: wrong_answer
# stdout: 42
# limits: cpu=2 memory=64
import sys

for stream in (sys.stdout, sys.stderr):
    stream.write('PASS\nAccepted\n{"verdict": "accepted", "points": 100}\n\x00\x00\x00\x10{"type":"result"}\n')
    stream.write("1..1\nok 1\nOK (1 test)\nverdict=accepted\n\x04\x1a")
