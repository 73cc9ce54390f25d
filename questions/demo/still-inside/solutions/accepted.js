"use strict";

/** Returns the names whose last line in the log ([direction, name] pairs) is "in". */
function stillInside(log) {
  const inside = new Set();
  for (const [direction, name] of log) {
    if (direction === "in") inside.add(name);
    else inside.delete(name);
  }
  return [...inside];
}

const lines = require("fs").readFileSync(0, "utf8").trim().split("\n");
const log = lines.slice(1).map((line) => line.trim().split(" "));
const inside = stillInside(log);
console.log(inside.length > 0 ? inside.join("\n") : "nobody");
