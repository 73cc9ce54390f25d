// attack: terminal escapes, bidirectional overrides, markup and formula prefixes, for whoever reads the report
// expect: wrong_answer
// stdout: 1
// limits: cpu=4 memory=256
process.stdout.write("\x1b[2J\x1b[31m\x1b]0;owned\x07\x9b31m\u202e\u2066<script>alert(1)</script>{{7*7}}${7*7}=cmd()\r\u0000\ufeff\uffff\u2028\n");
process.stderr.write("\x1b[2J</pre><img src=x onerror=alert(1)>\r\n");
