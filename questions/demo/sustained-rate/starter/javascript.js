"use strict";

/** Returns the largest average over at least k consecutive seconds. */
function bestRate(records, k) {
  // Write your solution here.
  return -1;
}

const [n, k, ...records] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(bestRate(records.slice(0, n), k).toFixed(7));
