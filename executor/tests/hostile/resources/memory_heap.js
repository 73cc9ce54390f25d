// attack: a heap of strings without end
// expect: memory_limit | runtime_error
// limits: cpu=8 idle=10 memory=128
const hoard = [];
for (let i = 0; ; i++) hoard.push("x".repeat(1000) + i, new Array(1000).fill(i));
