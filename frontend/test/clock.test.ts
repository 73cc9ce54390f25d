import { expect, test } from "vitest";
import { countdown, duration, ServerClock } from "../src/clock";

const START = "2026-03-02T09:00:00+00:00";

function at(): { clock: ServerClock; pass: (ms: number) => void } {
  let monotonic = 5_000;
  return { clock: new ServerClock(() => monotonic), pass: (ms) => (monotonic += ms) };
}

test("time left follows the server's clock and the monotonic one, whatever the machine's date says", () => {
  const { clock, pass } = at();
  clock.sync(START);
  expect(clock.left("2026-03-02T09:10:00+00:00")).toBe(600_000);
  pass(60_000);
  expect(clock.left("2026-03-02T09:10:00+00:00")).toBe(540_000);
  pass(3_600_000);
  expect(clock.left("2026-03-02T09:10:00+00:00")).toBe(0);
  expect(clock.left(null)).toBeNull();
});

test("an answer that was long under way gives nobody more time", () => {
  const { clock, pass } = at();
  clock.sync(START);
  pass(20_000);
  clock.sync("2026-03-02T09:00:05+00:00"); // sent 15 s ago
  expect(clock.left("2026-03-02T09:01:00+00:00")).toBe(40_000);
});

test("a monotonic clock that stood still in sleep is caught up by the next answer", () => {
  const { clock, pass } = at();
  clock.sync(START);
  pass(1_000);
  clock.sync("2026-03-02T09:30:00+00:00");
  expect(clock.left("2026-03-02T09:40:00+00:00")).toBe(600_000);
});

test("an old estimate is forgotten after enough answers, so that a server that steps back is followed", () => {
  const { clock } = at();
  clock.sync("2026-03-02T09:00:10+00:00");
  for (let i = 0; i < 8; i++) clock.sync(START);
  expect(clock.now()).toBe(Date.parse(START));
});

test("nonsense is not learnt", () => {
  const { clock } = at();
  clock.sync(START);
  clock.sync("tomorrow");
  expect(clock.now()).toBe(Date.parse(START));
});

test.each([[0, "00:00"], [1, "00:01"], [61_000, "01:01"], [3_599_001, "1:00:00"], [36_061_000, "10:01:01"]])("countdown(%i) is %s", (ms, text) => {
  expect(countdown(ms)).toBe(text);
});

test("a duration is said in hours and minutes", () => {
  expect(duration(3_900_000)).toBe("1 h 05 min");
  expect(duration(240_000)).toBe("4 min");
});
