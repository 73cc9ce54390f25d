# attack: exits without reading any of 8 MB of input
# expect: accepted
# stdout: ok
# stdin_mib: 8
# limits: cpu=2 idle=4 memory=128
# within: 12
print("ok")
