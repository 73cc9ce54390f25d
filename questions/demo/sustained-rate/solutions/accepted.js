"use strict";

/** Whether some stretch of at least k seconds has the average `rate` or a larger one. */
function sustained(records, k, rate) {
  // the records above `rate`, up to now, up to k seconds ago, and the least of the latter
  let ahead = 0;
  let behind = 0;
  let lowest = 0;
  for (let second = 0; second < records.length; second++) {
    ahead += records[second] - rate;
    if (second >= k) {
      behind += records[second - k] - rate;
      lowest = Math.min(lowest, behind);
    }
    if (second >= k - 1 && ahead >= lowest) return true;
  }
  return false;
}

/** Returns the largest average over at least k consecutive seconds. */
function bestRate(records, k) {
  let low = 0;
  let high = 1_000_000;
  while (high - low > 1e-7) {
    const middle = (low + high) / 2;
    if (sustained(records, k, middle)) low = middle;
    else high = middle;
  }
  return high;
}

const [n, k, ...records] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(bestRate(records.slice(0, n), k).toFixed(7));
