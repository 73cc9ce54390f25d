// attack: Node's own clients to the host's loopback and to a Unix socket, and a name look-up
// expect: accepted
// stdout: blocked
// limits: cpu=4 idle=6 memory=256
const net = require("net");
const dns = require("dns");

const attempt = (options) =>
    new Promise((resolve) => {
        const socket = net.connect(options, () => resolve("LEAK " + JSON.stringify(options)));
        socket.on("error", () => resolve(""));
        setTimeout(() => resolve(""), 800);
    });
const lookup = new Promise((resolve) => dns.lookup("example.org", (error) => resolve(error ? "" : "LEAK dns")));
Promise.all([
    attempt({host: "127.0.0.1", port: @TCP@}),
    attempt({host: "::1", port: @TCP@}),
    attempt({path: "@UNIX@"}),
    attempt({path: "\0@ABSTRACT@"}),
    lookup,
]).then((answers) => {
    console.log(answers.find((answer) => answer) || "blocked");
    process.exit(0);
});
