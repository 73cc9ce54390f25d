"use strict";

/** Returns for each day the number of days until a strictly lower price, or 0. */
function daysToWait(prices) {
  // Write your solution here.
  return [];
}

const [n, ...prices] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(daysToWait(prices.slice(0, n)).join(" "));
