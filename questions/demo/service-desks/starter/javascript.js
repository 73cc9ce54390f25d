"use strict";

/**
 * Returns the sum of waiting times, and how many visitors each desk served (index 0 is desk 1).
 * A visitor is [arrival time, service time].
 */
function serve(desks, visitors) {
  // Write your solution here.
  return [0, new Array(desks).fill(0)];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [first, ...visitors] = lines.map((line) => line.trim().split(" ").map(Number));
const [waited, served] = serve(first[1], visitors);
const most = served.reduce((a, b) => Math.max(a, b));
console.log(`${waited}\n${served.indexOf(most) + 1} ${most}`);
