// From what compilers and interpreters say to the lines that they mean.

export interface LineMark {
  /** From 1. */
  line: number;
  /** From 1; 0 where only the line is known. */
  column: number;
  message: string;
  severity: "error" | "warning";
}

const MOST = 50;
const GCC = /^main\.cpp:(\d+):(?:(\d+):)? (?:fatal )?(error|warning): (.*)$/;
const JAVAC = /^\w+\.java:(\d+): (error|warning): (.*)$/;
const MONO = /^Main\.cs\((\d+),(\d+)\): (error|warning) (CS\d+: .*)$/;
const PYTHON = /^ {2}File "[^"]*\bmain\.py", line (\d+)/;
const NODE = /^\S*\bmain\.js:(\d+)$/;

type Reader = (lines: string[]) => LineMark[];

const READERS: Record<string, Reader> = {
  cpp: (lines) => each(lines, GCC, ([, line, column, severity, message]) => mark(line, column, message, severity)),
  java: (lines) => each(lines, JAVAC, ([, line, severity, message], at) => mark(line, caret(lines, at), message, severity)),
  csharp: (lines) => each(lines, MONO, ([, line, column, severity, message]) => mark(line, column, message, severity)),
  python: (lines) => {
    const frames = lines.flatMap((text) => PYTHON.exec(text)?.[1] ?? []);
    const said = lines.filter((text) => text.trim()).at(-1) ?? "";
    return frames.length ? [mark(frames.at(-1), 0, said)] : []; // the innermost frame that is the candidate's own
  },
  javascript: (lines) => {
    const said = lines.find((text) => /^(Uncaught )?\w*(Error|Exception)\b/.test(text)) ?? "";
    const found = each(lines, NODE, ([, line], at) => mark(line, caret(lines, at), said));
    return said ? found.slice(0, 1) : [];
  },
};

/** The marks of one run's compiler output, or of its standard error. None where it says nothing of a line. */
export function lineMarks(language: string, output: string): LineMark[] {
  return (READERS[language]?.(output.split("\n")) ?? []).slice(0, MOST);
}

function each(lines: string[], pattern: RegExp, make: (found: RegExpExecArray, at: number) => LineMark): LineMark[] {
  return lines.flatMap((text, at) => {
    const found = pattern.exec(text);
    return found ? [make(found, at)] : [];
  });
}

function mark(line: string | undefined, column: string | number | undefined, message = "", severity = "error"): LineMark {
  return { line: Number(line), column: Number(column ?? 0), message, severity: severity === "warning" ? "warning" : "error" };
}

/** The column of the caret under the source line that follows. */
function caret(lines: string[], at: number): number {
  const under = lines[at + 2] ?? "";
  return /^\s*\^[\^~]*\s*$/.test(under) ? under.indexOf("^") + 1 : 0;
}
