import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Player, type Step, Tape } from "../src/player";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const second = (n: number): string => new Date(Date.UTC(2026, 2, 2, 9, 0, n)).toISOString();

function step(at: number, start: number, removed: number, inserted: string): Step {
  return { rev: at, at: second(at), start, removed, inserted, noticed: [] };
}

/** "a", "ab", "xb", and a long pause before the last. */
const STEPS = [step(0, 0, 0, "a"), step(2, 1, 0, "b"), step(602, 0, 1, "x")];

function setUp(steps = STEPS) {
  const shown: number[] = [];
  const states: boolean[] = [];
  const player = new Player(new Tape(steps), { show: (index) => shown.push(index), onState: (playing) => states.push(playing) });
  return { player, shown, states };
}

test("each step says what stayed, what went and what came", () => {
  const tape = new Tape(STEPS);
  expect(tape.change(2)).toEqual({ before: "", removed: "a", inserted: "x", after: "b" });
  expect(tape.change(1)).toEqual({ before: "a", removed: "", inserted: "b", after: "" });
  expect(tape.change(0)).toEqual({ before: "", removed: "", inserted: "a", after: "" });
});

test("any step of a long tape is found, forwards and backwards", () => {
  const tape = new Tape(Array.from({ length: 500 }, (_, n) => step(n, n, 0, String(n % 10))));
  for (const index of [499, 3, 50, 51, 49, 100, 0, 498]) {
    const { before, inserted } = tape.change(index);
    expect(before + inserted).toBe(Array.from({ length: index + 1 }, (_, n) => n % 10).join(""));
  }
});

test("characters beyond the basic plane count as browsers count them", () => {
  const tape = new Tape([step(0, 0, 0, "𝄞a"), step(1, 2, 1, "b")]);
  expect(tape.change(1)).toEqual({ before: "𝄞", removed: "a", inserted: "b", after: "" });
});

test("it plays at its speed, shortens a long pause, and stops at the end", () => {
  const { player, shown, states } = setUp();
  player.toggle();
  vi.advanceTimersByTime(199);
  expect(shown).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(shown).toEqual([1]);
  vi.advanceTimersByTime(1_000); // ten minutes, played as ten seconds, ten times faster
  expect([shown, states]).toEqual([[1, 2], [true, false]]);
  player.toggle(); // from the beginning again
  expect([shown.at(-1), player.playing]).toEqual([0, true]);
});

test("it can be stopped, and moved while it plays", () => {
  const { player, shown, states } = setUp();
  player.toggle();
  player.seek(1);
  expect(player.playing).toBe(true);
  player.toggle();
  vi.advanceTimersByTime(60_000);
  expect([shown, states]).toEqual([[1], [true, false]]);
});

test("a single save has nothing to play", () => {
  const { player, states } = setUp([STEPS[0]!]);
  player.toggle();
  expect([player.playing, states]).toEqual([false, [false]]);
});
