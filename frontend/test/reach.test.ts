import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LOST_AFTER, Reach } from "../src/reach";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const said: boolean[] = [];
  return { reach: new Reach((lost) => said.push(lost)), said };
}

test("a short interruption is not worth a word", () => {
  const { reach, said } = setUp();
  reach.connected(false);
  vi.advanceTimersByTime(LOST_AFTER - 1);
  reach.connected(true);
  vi.advanceTimersByTime(LOST_AFTER * 2);
  expect(said).toEqual([]);
});

test("a long one is said once, and taken back when the socket is open again", () => {
  const { reach, said } = setUp();
  for (let tries = 0; tries < 5; tries++) {
    reach.connected(false);
    vi.advanceTimersByTime(LOST_AFTER / 2);
  }
  expect(said).toEqual([true]);
  reach.connected(true);
  expect(said).toEqual([true, false]);
});

test("a request that is not answered says it at once, one that is takes it back", () => {
  const { reach, said } = setUp();
  reach.connected(false);
  reach.asked(false);
  reach.asked(false);
  reach.asked(true);
  expect(said).toEqual([true, false]);
});

test("where only the socket is blocked, nothing is lost", () => {
  const { reach, said } = setUp();
  reach.connected(false);
  reach.asked(true);
  for (let tries = 0; tries < 5; tries++) {
    reach.connected(false);
    vi.advanceTimersByTime(LOST_AFTER * 2);
  }
  expect(said).toEqual([]);
  reach.asked(false); // and now it is
  expect(said).toEqual([true]);
});

test("an answer of before the loss does not hide it", () => {
  const { reach, said } = setUp();
  reach.connected(false);
  reach.asked(true);
  reach.connected(true);
  reach.connected(false);
  vi.advanceTimersByTime(LOST_AFTER);
  expect(said).toEqual([true]);
});

test("a request that fails while the socket is open says nothing: the socket knows better", () => {
  const { reach, said } = setUp();
  reach.asked(false);
  expect(said).toEqual([]);
});
