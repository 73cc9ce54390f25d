"use strict";

/** The number of contracts, sorted by last day, that end before `day`. */
function endingBefore(contracts, day) {
  let low = 0;
  let high = contracts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (contracts[middle].last < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns [largest sum of fees, smallest number of contracts]; a contract is { first, last, fee }. */
function bestChoice(pause, contracts) {
  const sorted = [...contracts].sort((a, b) => a.last - b.last);
  const best = [{ sum: 0, number: 0 }]; // best[i]: among the i contracts that end first
  sorted.forEach(({ first, fee }, i) => {
    const before = best[endingBefore(sorted, first - pause)];
    const taken = { sum: before.sum + fee, number: before.number + 1 };
    const left = best[i];
    const better = taken.sum > left.sum || (taken.sum === left.sum && taken.number < left.number);
    best.push(better ? taken : left);
  });
  const { sum, number } = best[best.length - 1];
  return [sum, number];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [[, pause], ...rows] = lines.map((line) => line.trim().split(" ").map(Number));
const contracts = rows.map(([first, last, fee]) => ({ first, last, fee }));
console.log(bestChoice(pause, contracts).join(" "));
