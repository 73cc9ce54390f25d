import { expect, test } from "vitest";
import { inSlices, inTurns } from "../src/slices";

function slicesOf(items: number[], size: number): { taken: number[][]; next: (() => void)[] } {
  const [taken, next]: [number[][], (() => void)[]] = [[], []];
  inSlices(items, size, (slice) => taken.push([...slice]), (work) => next.push(work));
  return { taken, next };
}

test("the first slice is taken at once, every other one when its turn comes", () => {
  const { taken, next } = slicesOf([1, 2, 3, 4, 5], 2);
  expect(taken).toEqual([[1, 2]]);
  next.shift()?.();
  expect(taken).toEqual([[1, 2], [3, 4]]);
  next.shift()?.();
  expect(taken).toEqual([[1, 2], [3, 4], [5]]);
  expect(next).toEqual([]);
});

test("what fits into one slice waits for nothing, and nothing is no slice", () => {
  expect(slicesOf([1, 2], 2)).toEqual({ taken: [[1, 2]], next: [] });
  expect(slicesOf([], 2)).toEqual({ taken: [], next: [] });
});

test("work gives way after a few milliseconds, and tells its result at the end", () => {
  const next: (() => void)[] = [];
  const results: string[] = [];
  let [steps, clock] = [0, 0];
  function* work(): Generator<void, string> {
    while (++steps < 5) {
      clock += 2;
      yield;
    }
    return "done";
  }
  inTurns(work(), (result) => results.push(result), (turn) => next.push(turn), () => clock);
  expect([steps, next.length, results]).toEqual([3, 1, []]);
  next.shift()?.();
  expect([steps, next.length, results]).toEqual([5, 0, ["done"]]);
});
