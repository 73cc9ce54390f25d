// attack: fills standard error, never standard output
// expect: output_limit
// limits: cpu=5 memory=256 output=64
const fs = require("fs");
for (;;) {
    try {
        fs.writeSync(2, "e".repeat(4096) + "\n");
    } catch (e) {
    }
}
