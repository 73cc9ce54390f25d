import { expect, test } from "vitest";
import examples from "../../sessions/tests/messages.json";
import { sentence } from "../src/boardacting";
import { deedsFor, outcome } from "../src/boarddeeds";
import { arrange, groupOf, signalWords } from "../src/boardrows";
import type { BoardRow } from "../src/protocol";

const alice = examples.BoardSnapshot.rows[0] as BoardRow;
const NOW = Date.parse("2026-03-02T09:30:00+00:00");
const row = (name: string, more: Partial<BoardRow> = {}): BoardRow => ({ ...alice, session_id: name, name, ...more });
const deeds = (of: BoardRow | null): string[] => deedsFor(of).map(({ deed }) => deed);

test("each state has the deeds that the server allows", () => {
  expect(deeds(null)).toEqual(["time", "message"]);
  expect(deeds(row("a", { status: "invited" }))).toEqual(["time"]);
  expect(deeds(row("a"))).toEqual(["time", "message", "end"]);
  expect(deeds(row("a", { status: "abandoned" }))).toEqual(["time", "message", "end", "reopen"]);
  expect(deeds(row("a", { status: "completed" }))).toEqual(["reopen"]);
});

test("the outcome names one, counts several, and says what was not done", () => {
  const answer = (done: number, refused: string[]): Parameters<typeof outcome>[1] =>
    ({ type: "acted", id: 1, done, refused: refused.map((session_id) => ({ session_id, message: "It has ended." })) });
  expect(outcome("time", answer(1, []), new Map([["a", "Alice"]]))).toBe("Time was changed for Alice.");
  expect(outcome("message", answer(3, []), new Map([["a", "A"], ["b", "B"], ["c", "C"]]))).toBe("The message was sent to 3 candidates.");
  expect(outcome("end", answer(0, ["a"]), new Map([["a", "Alice"]]))).toBe("Not done for Alice: It has ended.");
  expect(outcome("time", answer(1, ["b", "c"]), new Map([["a", "A"], ["b", "B"], ["c", "C"]])))
    .toBe("Time was changed for 1 candidate. Not done for B, and 1 more: It has ended.");
});

test("a refusal becomes a sentence", () => {
  expect(sentence("reason: say why")).toBe("Reason: say why.");
  expect(sentence("It has ended.")).toBe("It has ended.");
});

test("signals are counted in words", () => {
  expect(signalWords(alice)).toBe("3 away, 1 pasted, 1 note");
  expect(signalWords(row("a", { signals: {}, notes: 0 }))).toBe("–");
});

test("rows are grouped by what the watcher has to do about them", () => {
  expect(groupOf(row("a"), NOW)).toBe("active");
  expect(groupOf(row("a", { presence: "offline" }), NOW)).toBe("away");
  expect(groupOf(row("a", { status: "abandoned" }), NOW)).toBe("away");
  expect(groupOf(row("a", { status: "abandoned", deadline: "2026-03-02T09:28:00+00:00" }), NOW)).toBe("done");
});

test("rows are filtered, searched and ordered, equals by name", () => {
  const rows = [row("cleo", { tests_passed: 1 }), row("bob", { tests_passed: 5 }), row("alice", { tests_passed: 5 }), row("dora", { status: "invited" })];
  const names = (how: Partial<Parameters<typeof arrange>[1]>): string[] =>
    arrange(rows, { group: "all", search: "", column: "name", descending: false, ...how }, NOW).map(({ name }) => name);
  expect(names({})).toEqual(["alice", "bob", "cleo", "dora"]);
  expect(names({ descending: true })).toEqual(["dora", "cleo", "bob", "alice"]);
  expect(names({ column: "tests", group: "active" })).toEqual(["alice", "bob", "cleo"]);
  expect(names({ search: " BO" })).toEqual(["bob"]);
  expect(names({ group: "invited" })).toEqual(["dora"]);
});
