"use strict";

/** Returns [peak memory, earliest time of the peak] of jobs given as [start, end, memory]. */
function peak(jobs) {
  const changes = [];
  for (const [start, end, memory] of jobs) changes.push([start, memory], [end, -memory]);
  // At equal times the negative changes come first: memory is freed before it is taken.
  changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let held = 0;
  let best = 0;
  let bestTime = 0;
  for (const [time, amount] of changes) {
    held += amount;
    if (held > best) {
      best = held;
      bestTime = time;
    }
  }
  return [best, bestTime];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const jobs = lines.slice(1).map((line) => line.trim().split(" ").map(Number));
console.log(peak(jobs).join(" "));
