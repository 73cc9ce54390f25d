"use strict";

/** Returns [largest sum of fees, smallest number of contracts]; a contract is { first, last, fee }. */
function bestChoice(pause, contracts) {
  // Write your solution here.
  return [0, 0];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [[, pause], ...rows] = lines.map((line) => line.trim().split(" ").map(Number));
const contracts = rows.map(([first, last, fee]) => ({ first, last, fee }));
console.log(bestChoice(pause, contracts).join(" "));
