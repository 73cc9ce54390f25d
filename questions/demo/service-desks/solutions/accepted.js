"use strict";

/** A binary heap; `before(a, b)` says whether a comes out before b. */
class Heap {
  constructor(before) {
    this.before = before;
    this.items = [];
  }

  get size() {
    return this.items.length;
  }

  get top() {
    return this.items[0];
  }

  push(item) {
    const { items, before } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, items[parent])) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop() {
    const { items, before } = this;
    const top = items[0];
    const item = items.pop();
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1], items[child])) child++;
      if (!before(items[child], item)) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
    return top;
  }
}

/**
 * Returns the sum of waiting times, and how many visitors each desk served (index 0 is desk 1).
 * A visitor is [arrival time, service time].
 */
function serve(desks, visitors) {
  const served = new Array(desks).fill(0);
  const idle = new Heap((a, b) => a < b);
  for (let desk = 0; desk < desks; desk++) idle.push(desk);
  const busy = new Heap((a, b) => a.until < b.until);
  let waited = 0;
  let now = 0;
  for (const [arrival, service] of visitors) {
    now = Math.max(now, arrival);
    if (idle.size === 0) now = Math.max(now, busy.top.until);
    while (busy.size > 0 && busy.top.until <= now) idle.push(busy.pop().desk);
    const desk = idle.pop();
    served[desk]++;
    waited += now - arrival;
    busy.push({ until: now + service, desk });
  }
  return [waited, served];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [first, ...visitors] = lines.map((line) => line.trim().split(" ").map(Number));
const [waited, served] = serve(first[1], visitors);
const most = served.reduce((a, b) => Math.max(a, b));
console.log(`${waited}\n${served.indexOf(most) + 1} ${most}`);
