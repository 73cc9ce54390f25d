"use strict";

/** Returns the lines of the caption, each of at most `width` characters. */
function wrap(words, width) {
  const lines = [];
  let used = width;
  for (const word of words) {
    if (used + 1 + word.length <= width) {
      lines[lines.length - 1].push(word);
      used += 1 + word.length;
    } else {
      lines.push([word]);
      used = word.length;
    }
  }
  return lines.map((line) => line.join(" "));
}

const [width, ...words] = require("fs").readFileSync(0, "utf8").trim().split(/\s+/);
console.log(wrap(words, Number(width)).join("\n"));
