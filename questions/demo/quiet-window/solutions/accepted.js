"use strict";

/** Returns [first minute, total] of the quietest k consecutive minutes; minutes count from 1. */
function quietest(counts, k) {
  let total = 0;
  for (let i = 0; i < k; i++) total += counts[i];
  let best = total;
  let bestStart = 1;
  for (let end = k; end < counts.length; end++) {
    total += counts[end] - counts[end - k];
    if (total < best) {
      best = total;
      bestStart = end - k + 2;
    }
  }
  return [bestStart, best];
}

const [n, k, ...counts] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(quietest(counts.slice(0, n), k).join(" "));
