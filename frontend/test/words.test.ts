import { expect, test } from "vitest";
import { ago, arrange, groupOf } from "../src/boardrows";
import { diff as steps, type Diff, visible } from "../src/diff";
import type { BoardRow } from "../src/protocol";

/** All steps of a diff at once. */
function diff(wanted: string, got: string): Diff {
  const work = steps(wanted, got);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test("a diff shows what is missing and what is too much, in order", () => {
  const { lines } = diff("1\n2\n3\n", "1\n3\n4\n");
  expect(lines.map((l) => `${l.kind} ${l.text}`)).toEqual(["same 1", "wanted 2", "same 3", "got 4"]);
});

test("a missing last line feed and blank lines can be seen", () => {
  expect(diff("a\n\nb\n", "a\nb").lines.map((l) => [l.kind, l.text, l.ended])).toEqual([
    ["same", "a", true], ["wanted", "", true], ["same", "b", true],
  ]);
});

test("a long output is cut, and says so", () => {
  const long = "x\n".repeat(5_000);
  expect(diff(long, "y\n")).toMatchObject({ cut: true });
});

test("a long diff gives way after each of its lines", () => {
  const work = steps("x\n".repeat(3), "y\n");
  expect([1, 2, 3, 4].map(() => work.next().done)).toEqual([false, false, false, true]);
});

test("white space is made visible, and marked as such", () => {
  expect(visible("a b\t\r")).toEqual([{ text: "a", mark: false }, { text: "·", mark: true }, { text: "b", mark: false }, { text: "→\t␍", mark: true }]);
});

const row = (name: string, more: Partial<BoardRow> = {}): BoardRow => ({
  session_id: name, candidate_id: name, name, status: "active", presence: "online", started_at: null, deadline: null, last_seen_at: null,
  current_question: null, tests_passed: 0, tests_total: 10, submitted: 0, questions: 2, score: null, max_score: null, completion_method: "", signals: {}, notes: 0, url: "", ...more,
});

const NOW = Date.parse("2026-03-02T09:00:00Z");

test("away is who has a running test and no page", () => {
  expect(groupOf(row("a", { presence: "stale" }), NOW)).toBe("away");
  expect(groupOf(row("a", { status: "abandoned", deadline: "2026-03-02T08:59:30Z" }), NOW)).toBe("away");
  expect(groupOf(row("a", { status: "abandoned", deadline: "2026-03-02T08:58:30Z" }), NOW)).toBe("done");
  expect(groupOf(row("a", { status: "completed", presence: "offline" }), NOW)).toBe("done");
});

test("rows are filtered, searched and ordered; equals by name", () => {
  const rows = [row("Zoe", { tests_passed: 5 }), row("Ann", { tests_passed: 5 }), row("Bob", { status: "invited" }), row("Cem", { tests_passed: 9 })];
  expect(arrange(rows, { group: "active", search: "", column: "tests", descending: false }, NOW).map((r) => r.name)).toEqual(["Cem", "Ann", "Zoe"]);
  expect(arrange(rows, { group: "all", search: "bo", column: "name", descending: false }, NOW).map((r) => r.name)).toEqual(["Bob"]);
  expect(arrange(rows, { group: "all", search: "", column: "name", descending: true }, NOW).map((r) => r.name)).toEqual(["Zoe", "Cem", "Bob", "Ann"]);
});

test("last seen is said in words", () => {
  const now = Date.parse("2026-03-02T09:00:00Z");
  expect([ago("2026-03-02T08:59:56Z", now), ago("2026-03-02T08:57:00Z", now), ago("2026-03-02T07:00:00Z", now), ago(null, now)]).toEqual(["4 s ago", "3 min ago", "2 h ago", ""]);
});
