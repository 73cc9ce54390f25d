# attack: none, an editor's habit: the runner puts a byte order mark before the source
# expect: accepted
# stdout: ok
# bom: yes
# limits: cpu=2 memory=64
print("ok")
