// attack: recursion without end, plain and by way of the C++ side of JSON and of a getter
// case: plain
// case: json
// expect: runtime_error | memory_limit | time_limit
// limits: cpu=3 memory=256
function endless(depth) {
    return endless(depth + 1) + 1;
}
const own = {toJSON() { return [own]; }};
Object.defineProperty(own, "deeper", {get() { return JSON.stringify(own) + own.deeper; }});
if (require("fs").readFileSync(0, "utf8").startsWith("plain")) endless(0);
else own.deeper;
