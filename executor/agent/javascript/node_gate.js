// Stands between the start of Node and a candidate's script: --require'd, it waits at the agent's gate, and leaves no
// trace. See agent.py: the run is behind its walls already, in its own directory, which gets its final name meanwhile.
"use strict";
const fs = require("fs");
const Module = require("module");

function forget(path) {
  delete Module._cache[path];
  for (const key of Object.keys(Module._pathCache)) {
    if (Module._pathCache[key] === path) delete Module._pathCache[key];
  }
}

function wait() {
  // What a script does first, done once on nothing: the loader and a way to write are compiled then. Never standard
  // input: looking at it makes a pipe non-blocking.
  const sample = __dirname + "/node_warm.js";
  for (let n = 0; n < 2; n++) {
    require(sample);
    forget(sample);
  }
  process.stdout.writable;

  const gate = fs.openSync(".gate", "r");
  const told = fs.readSync(gate, Buffer.alloc(256));
  fs.closeSync(gate);
  if (!told) process.reallyExit(0);

  process.chdir(process.env.HOME);
  process.execArgv.splice(process.execArgv.indexOf("--require"), 2);
  process._preload_modules.length = 0;
  module.children.length = 0;
}

if (fs.existsSync(".gate")) wait(); // a worker thread of the script's loads this file, too
forget(__filename);
