"use strict";

/** Returns the cost of each employee's team. Arrays are indexed by employee number; managers[head] is 0. */
function teamCosts(managers, salaries) {
  const reports = managers.map(() => []);
  for (let employee = 1; employee < managers.length; employee++) reports[managers[employee]].push(employee);
  const topDown = [...reports[0]]; // managers come before their reports
  for (let i = 0; i < topDown.length; i++) topDown.push(...reports[topDown[i]]);
  const costs = [...salaries];
  for (const employee of topDown.reverse()) costs[managers[employee]] += costs[employee];
  return costs;
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
