"use strict";

/** Returns the smallest sum of fares from town 1 to town n, or -1; a line is [town, town, fare]. */
function cheapest(n, vouchers, lines) {
  // Write your solution here.
  return 0;
}

const rows = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [[n, , vouchers], ...lines] = rows.map((row) => row.trim().split(" ").map(Number));
console.log(cheapest(n, vouchers, lines));
