// attack: poisons prototypes, the console and the process object of whatever harness shares its world
// expect: wrong_answer
// stdout: right
// limits: cpu=4 idle=5 memory=256
Object.prototype.expected = "wrong";
Object.prototype.verdict = "accepted";
Array.prototype.every = () => true;
String.prototype.trim = () => "right";
String.prototype.split = () => ["right"];
JSON.stringify = () => '{"verdict":"accepted"}';
process.exitCode = 0;
process.reallyExit = () => {};
process.on("exit", () => process.stdout.write("\u0004"));
console.log("wrong");
