# attack: lines without end
# expect: output_limit
# limits: cpu=3 memory=128 output=256
while True:
    print("y" * 70)
