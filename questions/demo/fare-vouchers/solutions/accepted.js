"use strict";

/** A binary heap of states; the one with the smallest `paid` is on top. */
class Heap {
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
      if (items[parent].paid <= item.paid) break;
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
      if (child + 1 < items.length && items[child + 1].paid < items[child].paid) child++;
      if (items[child].paid >= item.paid) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
    return top;
  }
}

/** Returns the smallest sum of fares from town 1 to town n, or -1; a line is [town, town, fare]. */
function cheapest(n, vouchers, lines) {
  const neighbours = Array.from({ length: n + 1 }, () => []);
  for (const [a, b, fare] of lines) {
    neighbours[a].push({ town: b, fare });
    neighbours[b].push({ town: a, fare });
  }
  const best = Array.from({ length: vouchers + 1 }, () => new Array(n + 1).fill(Infinity));
  const heap = new Heap();
  const reach = (paid, used, town) => {
    if (paid >= best[used][town]) return;
    best[used][town] = paid;
    heap.push({ paid, used, town });
  };
  reach(0, 0, 1);
  while (heap.size > 0) {
    const { paid, used, town } = heap.pop();
    if (town === n) return paid;
    if (paid > best[used][town]) continue;
    for (const next of neighbours[town]) {
      reach(paid + next.fare, used, next.town);
      if (used < vouchers) reach(paid, used + 1, next.town);
    }
  }
  return -1;
}

const rows = require("fs").readFileSync(0, "utf8").trim().split("\n");
const [[n, , vouchers], ...lines] = rows.map((row) => row.trim().split(" ").map(Number));
console.log(cheapest(n, vouchers, lines));
