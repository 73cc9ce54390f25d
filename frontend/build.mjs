// Builds what the pages load. The same input gives the same bytes under the same names: no hashes, no dates, no paths.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const ICONS = ["check", "x", "circle", "circle-dot", "circle-check", "clock", "copy", "flag", "history", "loader-circle",
  "moon", "play", "rotate-ccw", "send", "sun", "triangle-alert", "wifi-off", "cpu", "minus", "plus", "code",
  "file-text", "list-checks", "hourglass", "arrow-right", "external-link", "square-terminal", "circle-help", "bookmark", "eye", "eye-off", "message-square", "pause"];
const out = "../assessment/static/bundle";

const options = { outdir: out, bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none" };
const source = (name) => `src/${name}.ts`;

await build({ ...options, entryPoints: ["check", "receipt", "board", "playback"].map(source) });
// Vim's keys are loaded on demand and need the very same CodeMirror: what both use is the one chunk, codemirror.js.
await build({ ...options, entryPoints: ["workspace", "vim"].map(source), splitting: true, chunkNames: "codemirror" });
await build({ entryPoints: ["src/boot.ts"], outdir: out, bundle: true, minify: true, format: "iife", target: "es2020" });

const symbols = await Promise.all(ICONS.map(async (name) => {
  const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const body = svg.replace(/<!--.*?-->|<\/?svg[^>]*>/gs, "").replace(/\s+/g, " ").trim();
  return `<symbol id="icon-${name}" viewBox="0 0 24 24">${body}</symbol>`;
}));
await writeFile("../templates/_icons.svg", `<svg hidden aria-hidden="true">\n${symbols.join("\n")}\n</svg>\n`);
