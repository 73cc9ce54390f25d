"use strict";

/** Returns the cost of each employee's team. Arrays are indexed by employee number; managers[head] is 0. */
function teamCosts(managers, salaries) {
  // Write your solution here.
  return managers.map(() => 0);
}

const [n, q, ...numbers] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
const managers = [0];
const salaries = [0];
for (let i = 0; i < n; i++) {
  managers.push(numbers[2 * i]);
  salaries.push(numbers[2 * i + 1]);
}
const costs = teamCosts(managers, salaries);
const asked = numbers.slice(2 * n, 2 * n + q);
console.log(asked.map((employee) => costs[employee]).join("\n"));
