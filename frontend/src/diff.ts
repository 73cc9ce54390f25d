// A line diff in which white space can be seen where it matters.

export interface DiffLine {
  kind: "same" | "wanted" | "got";
  text: string;
  /** False for a last line that does not end with a line feed. */
  ended: boolean;
}

const MOST_LINES = 400;

function lines(text: string): { text: string; ended: boolean }[] {
  if (text === "") return [];
  const parts = text.split("\n");
  const ended = parts.at(-1) === "";
  if (ended) parts.pop();
  return parts.map((part, i) => ({ text: part, ended: ended || i < parts.length - 1 }));
}

export interface Diff {
  lines: DiffLine[];
  cut: boolean;
}

/**
 * Expected against actual, line by line. Beyond 400 lines of either only the first 400 are compared.
 * It yields after each line: 400 of them are too much for one task of a slow processor.
 */
export function* diff(wanted: string, got: string): Generator<void, Diff> {
  const [allA, allB] = [lines(wanted), lines(got)];
  const [a, b] = [allA.slice(0, MOST_LINES), allB.slice(0, MOST_LINES)];
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width); // longest common subsequence from (i, j) on
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const same = a[i]!.text === b[j]!.text;
      const down = common[(i + 1) * width + j]!;
      const right = common[i * width + j + 1]!;
      common[i * width + j] = same ? common[(i + 1) * width + j + 1]! + 1 : Math.max(down, right);
    }
    yield;
  }
  const out: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x && y && x.text === y.text) {
      out.push({ kind: "same", ...x });
      i++;
      j++;
    } else if (x && (!y || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      out.push({ kind: "wanted", ...x });
      i++;
    } else if (y) {
      out.push({ kind: "got", ...y });
      j++;
    }
  }
  return { lines: out, cut: allA.length > MOST_LINES || allB.length > MOST_LINES };
}

/** Spaces, tabs, carriage returns and other invisible characters, made visible; `mark` says which are marks. */
export function visible(text: string): { text: string; mark: boolean }[] {
  const pieces: { text: string; mark: boolean }[] = [];
  for (const part of text.match(/[ \t\r\u00a0\u200b\ufeff]+|[^ \t\r\u00a0\u200b\ufeff]+/g) ?? []) {
    if (!/^[ \t\r\u00a0\u200b\ufeff]/.test(part)) pieces.push({ text: part, mark: false });
    else pieces.push({ text: part.replace(/./gsu, (c) => MARKS[c] ?? "·"), mark: true });
  }
  return pieces;
}

const MARKS: Record<string, string> = {
  " ": "·", "\t": "→\t", "\r": "␍", "\u00a0": "⍽", "\u200b": "⟨ZWSP⟩", "\ufeff": "⟨BOM⟩",
};
