// attack: a server and a timer that keep the event loop alive after the answer
// expect: idle_limit
// limits: cpu=4 idle=2 memory=256
require("net").createServer().listen(0, "127.0.0.1").on("error", () => {});
setInterval(() => {}, 1 << 30);
console.log("done");
