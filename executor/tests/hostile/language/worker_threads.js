// attack: workers that burn, as many as there may be
// expect: time_limit | memory_limit | runtime_error
// limits: cpu=2 idle=6 memory=256
const {Worker} = require("worker_threads");
process.on("uncaughtException", () => {});
for (let i = 0; i < 16; i++) {
    const worker = new Worker("for (;;) {}", {eval: true});
    worker.on("error", () => {});
}
for (;;) {
}
