"use strict";

/** Returns "ok", or the position (from 1) of the bracket to report. */
function report(template) {
  const opening = { ")": "(", "]": "[", "}": "{" };
  const stillOpen = [];
  for (let at = 0; at < template.length; at++) {
    const character = template[at];
    if ("([{".includes(character)) {
      stillOpen.push(at);
    } else if (character in opening) {
      if (stillOpen.length === 0 || template[stillOpen.pop()] !== opening[character]) return at + 1;
    }
  }
  return stillOpen.length === 0 ? "ok" : stillOpen[stillOpen.length - 1] + 1;
}

const [template] = require("fs").readFileSync(0, "utf8").split(/\r?\n/);
console.log(report(template));
