// attack: a regular expression that backtracks without end, which no timer can stop
// expect: time_limit
// limits: cpu=1 idle=4 memory=256
/^(a+)+$/.test("a".repeat(64) + "b");
