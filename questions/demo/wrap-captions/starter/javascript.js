"use strict";

/** Returns the lines of the caption, each of at most `width` characters. */
function wrap(words, width) {
  // Write your solution here.
  return [];
}

const [width, ...words] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/);
console.log(wrap(words, Number(width)).join("\n"));
