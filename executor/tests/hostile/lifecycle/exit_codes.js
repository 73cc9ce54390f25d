// attack: an exit code of 256, which is 0 in eight bits, after the wrong answer; then unhandled rejections
// case: 256 -> 7
// case: reject -> 7
// case: 3 -> 7
// expect: wrong_answer, runtime_error, runtime_error
// limits: cpu=4 idle=5 memory=256
const word = require("fs").readFileSync(0, "utf8").trim();
if (word === "reject") Promise.reject(new Error("rejected"));
else process.exit(Number(word));
