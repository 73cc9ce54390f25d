// Run by node_gate.js on nothing, for what it makes Node compile.
"use strict";
const { readFileSync } = require("fs");
const text = readFileSync("/dev/null", "utf8") + "3 1\n2 5\n";
const rows = text.trim().split(/\n/).map((line) => line.split(/\s+/).map(Number));
const found = new Map();
for (const [a, b] of rows) found.set(a, [...(found.get(a) || []), b].sort((x, y) => x - y));
module.exports = [...found].map(([key, list]) => `${key}: ${list.join(" ")}`).join("\n");
