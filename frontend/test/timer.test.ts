import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ServerClock } from "../src/clock";
import { Timer } from "../src/timer";

const START = Date.parse("2026-03-02T09:00:00Z");
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

function setUp(deadline: string) {
  const clock = new ServerClock(() => Date.now());
  clock.sync(at(0));
  const said: string[] = [];
  const shown: [string, string][] = [];
  let zero = 0;
  const timer = new Timer({ clock, onTick: (text, mood) => shown.push([text, mood]), announce: (t) => said.push(t), onZero: () => zero++ });
  timer.set(deadline);
  timer.start();
  return { timer, said, shown, zeros: () => zero };
}

test("it announces 10, 5 and 1 minutes once each, and zero once", () => {
  const { said, zeros } = setUp(at(11 * 60));
  vi.advanceTimersByTime(11 * 60_000 - 500);
  expect(said).toEqual(["10 minutes left.", "5 minutes left.", "1 minute left."]);
  expect(zeros()).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(zeros()).toBe(1);
});

test("it is quiet until ten minutes are left", () => {
  const { shown } = setUp(at(11 * 60));
  expect(shown.at(-1)).toEqual(["11:00", "calm"]);
  vi.advanceTimersByTime(60_000);
  expect(shown.at(-1)).toEqual(["10:00", "soon"]);
  vi.advanceTimersByTime(9 * 60_000);
  expect(shown.at(-1)).toEqual(["01:00", "last"]);
});

test("a page that opens late announces nothing that is long past", () => {
  const { said } = setUp(at(4 * 60));
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual([]);
});

test("more time arms zero and the announcements again", () => {
  const { timer, said, zeros } = setUp(at(30));
  vi.advanceTimersByTime(31_000);
  expect(zeros()).toBe(1);
  timer.set(at(6 * 60));
  vi.advanceTimersByTime(6 * 60_000);
  expect(said).toEqual(["5 minutes left.", "1 minute left."]);
  expect(zeros()).toBe(2);
});
