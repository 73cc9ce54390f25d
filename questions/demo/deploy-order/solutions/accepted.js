"use strict";

/** A binary heap of numbers, the smallest on top. */
class MinHeap {
  constructor() {
    this.items = [];
  }

  get size() {
    return this.items.length;
  }

  push(item) {
    const { items } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent] <= item) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop() {
    const { items } = this;
    const top = items[0];
    const item = items.pop();
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1] < items[child]) child++;
      if (items[child] >= item) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
    return top;
  }
}

/**
 * Returns the services 1..n in order of deployment, or fewer than n when there is a circle.
 * A need [a, b] means that a is deployed before b.
 */
function deploymentOrder(n, needs) {
  const unmet = new Array(n + 1).fill(0);
  const unlocks = Array.from({ length: n + 1 }, () => []);
  for (const [before, after] of needs) {
    unmet[after]++;
    unlocks[before].push(after);
  }
  const ready = new MinHeap();
  for (let service = 1; service <= n; service++) {
    if (unmet[service] === 0) ready.push(service);
  }
  const order = [];
  while (ready.size > 0) {
    const service = ready.pop();
    order.push(service);
    for (const after of unlocks[service]) {
      if (--unmet[after] === 0) ready.push(after);
    }
  }
  return order;
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [first, ...needs] = lines.map((line) => line.trim().split(" ").map(Number));
const order = deploymentOrder(first[0], needs);
console.log(order.length === first[0] ? order.join(" ") : "circle");
