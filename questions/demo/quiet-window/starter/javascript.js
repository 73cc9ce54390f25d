"use strict";

/** Returns [first minute, total] of the quietest k consecutive minutes; minutes count from 1. */
function quietest(counts, k) {
  // Write your solution here.
  return [0, 0];
}

const [n, k, ...counts] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(quietest(counts.slice(0, n), k).join(" "));
