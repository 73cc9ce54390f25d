// Builds what the pages load. The same input gives the same bytes: no hashes, no dates, no paths.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const ICONS = ["check", "x", "circle", "circle-dot", "circle-check", "clock", "copy", "flag", "history", "loader-circle",
  "moon", "play", "rotate-ccw", "send", "sun", "triangle-alert", "wifi-off", "cpu", "minus", "plus", "code",
  "file-text", "list-checks", "hourglass", "arrow-right", "external-link", "square-terminal", "circle-help"];
const out = "../assessment/static/bundle";

await build({
  entryPoints: ["workspace", "check", "receipt", "board"].map((name) => `src/${name}.ts`),
  outdir: out, bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none",
});
await build({ entryPoints: ["src/boot.ts"], outdir: out, bundle: true, minify: true, format: "iife", target: "es2020" });

const symbols = await Promise.all(ICONS.map(async (name) => {
  const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const body = svg.replace(/<!--.*?-->|<\/?svg[^>]*>/gs, "").replace(/\s+/g, " ").trim();
  return `<symbol id="icon-${name}" viewBox="0 0 24 24">${body}</symbol>`;
}));
await writeFile("../templates/_icons.svg", `<svg hidden aria-hidden="true">\n${symbols.join("\n")}\n</svg>\n`);
