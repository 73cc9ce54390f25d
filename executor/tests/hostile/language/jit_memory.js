// attack: WebAssembly memory and SharedArrayBuffers, outside V8's heap
// expect: memory_limit | runtime_error
// limits: cpu=4 idle=6 memory=128
const hoard = [];
for (;;) {
    const memory = new WebAssembly.Memory({initial: 256, maximum: 256});
    new Uint8Array(memory.buffer).fill(1);
    const shared = new SharedArrayBuffer(16 << 20);
    new Uint8Array(shared).fill(1);
    hoard.push(memory, shared);
}
