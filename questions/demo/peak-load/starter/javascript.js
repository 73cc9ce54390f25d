"use strict";

/** Returns [peak memory, earliest time of the peak] of jobs given as [start, end, memory]. */
function peak(jobs) {
  // Write your solution here.
  return [0, 0];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const jobs = lines.slice(1).map((line) => line.trim().split(" ").map(Number));
console.log(peak(jobs).join(" "));
