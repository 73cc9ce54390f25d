// attack: Buffers, which V8's heap limit does not count
// expect: memory_limit
// limits: cpu=4 memory=128
const hoard = [];
for (;;) hoard.push(Buffer.alloc(4 << 20, 1));
