// attack: Node's inner bindings, child processes, the inspector and signals to the parent
// expect: accepted
// stdout: blocked
// stdout on runsc: LEAK /proc/1/environ,/proc/1/environ,sh /proc/1/environ,/proc/1/environ,sh /proc/1/environ
// why on runsc: gVisor lets everyone read /proc/1/environ: PATH, HOME, LANG and HOSTNAME of the agent, and nothing else is in it (the parent is PID 1)
// limits: cpu=4 idle=5 memory=256
const fs = require("fs");
const {spawnSync} = require("child_process");
const leaks = [];

for (const path of ["@CANARY@", "/etc/shadow", "/proc/1/environ", "/proc/1/mem", `/proc/${process.ppid}/environ`]) {
    for (const read of [() => fs.readFileSync(path), () => fs.copyFileSync(path, "copy")]) {
        try {
            read();
            leaks.push(path);
        } catch (e) {
        }
    }
    const shell = spawnSync("/bin/sh", ["-c", `cat ${path}`]);
    if (shell.stdout && shell.stdout.length) leaks.push("sh " + path);
}
for (const set of [() => process.setuid(0), () => process.setgid(0), () => process.seteuid(0), () => process.kill(1, 9), () => process.kill(process.ppid, 9)]) {
    try {
        set();
        leaks.push(set.toString());
    } catch (e) {
    }
}
try {
    process.binding("spawn_sync");
    process.dlopen({exports: {}}, "@CANARY@");
    leaks.push("dlopen");
} catch (e) {
}
console.log(leaks.length ? "LEAK " + leaks : "blocked");
