"use strict";

/** Returns for each day the number of days until a strictly lower price, or 0. */
function daysToWait(prices) {
  const answers = new Array(prices.length).fill(0);
  const waiting = []; // days without an answer so far; their prices never fall
  prices.forEach((price, day) => {
    while (waiting.length > 0 && prices[waiting[waiting.length - 1]] > price) {
      const earlier = waiting.pop();
      answers[earlier] = day - earlier;
    }
    waiting.push(day);
  });
  return answers;
}

const [n, ...prices] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/).map(Number);
console.log(daysToWait(prices.slice(0, n)).join(" "));
