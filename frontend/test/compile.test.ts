import { expect, test } from "vitest";
import { lineMarks } from "../src/compile";

// As the five compilers and interpreters of the image really say it.
const GCC = `main.cpp: In function ‘int main()’:
main.cpp:3:11: error: invalid conversion from ‘const char*’ to ‘int’ [-fpermissive]
    3 |   int x = "a";
      |           ^~~
main.cpp:4:16: warning: unused variable ‘y’ [-Wunused-variable]
    4 |   int y;
/usr/include/c++/14/bits/stl_vector.h:7:1: error: not the candidate's
main.cpp:9: fatal error: no column`;
const JAVAC = `Main.java:3: error: incompatible types: String cannot be converted to int
    int x = "a";
            ^
Main.java:4: error: cannot find symbol
    foo();
    ^
  symbol:   method foo()
2 errors`;
const MONO = `Compilation failed: 2 error(s), 0 warnings
Main.cs(3,13): error CS0029: Cannot implicitly convert type \`string' to \`int'
Main.cs(4,5): warning CS0219: The variable is assigned but never used`;
const SYNTAX = `  File "/box/run/main.py", line 2
    y = 2
IndentationError: unexpected indent
`;
const TRACEBACK = `Traceback (most recent call last):
  File "/box/run/main.py", line 4, in <module>
    f(0)
  File "/box/run/main.py", line 2, in f
    json.loads("x")
  File "/usr/lib/python3.13/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
`;
const NODE = `/box/run/main.js:2
  return 1 2;
           ^

SyntaxError: Unexpected number
    at wrapSafe (node:internal/modules/cjs/loader:1472:18)

Node.js v20.19.2`;

const places = (language: string, output: string): unknown[] =>
  lineMarks(language, output).map(({ line, column, severity }) => [line, column, severity]);

test("g++ names line and column; what stands in a header is not marked", () => {
  expect(places("cpp", GCC)).toEqual([[3, 11, "error"], [4, 16, "warning"], [9, 0, "error"]]);
  expect(lineMarks("cpp", GCC)[2]!.message).toBe("no column");
});

test("javac's column is where its caret stands", () => {
  expect(places("java", JAVAC)).toEqual([[3, 13, "error"], [4, 5, "error"]]);
});

test("Mono's compiler names both", () => {
  expect(places("csharp", MONO)).toEqual([[3, 13, "error"], [4, 5, "warning"]]);
});

test("Python: the innermost line of the program itself, and what the last line says", () => {
  expect(places("python", SYNTAX)).toEqual([[2, 0, "error"]]);
  expect(lineMarks("python", TRACEBACK)).toEqual([
    { line: 2, column: 0, severity: "error", message: "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)" },
  ]);
});

test("Node: the line above the source, the caret's column", () => {
  expect(lineMarks("javascript", NODE)).toEqual([{ line: 2, column: 12, severity: "error", message: "SyntaxError: Unexpected number" }]);
});

test.each(["python", "java", "cpp", "javascript", "csharp", "cobol"])("%s: other output marks nothing", (language) => {
  for (const output of ["", "done\n", "main.js:2\n", "error: killed\n"]) expect(lineMarks(language, output)).toEqual([]);
});

test("a flood of errors is cut", () => {
  expect(lineMarks("cpp", "main.cpp:1:1: error: x\n".repeat(1000))).toHaveLength(50);
});
