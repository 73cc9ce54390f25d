import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RunUpdate, TestEvent } from "../src/protocol";
import { RunWatcher, type RunView, SILENT_AFTER } from "../src/runs";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const event = (index: number): TestEvent => ({ index, sample: false, verdict: "accepted", cpu_ms: 1, memory_kib: 1, message: "" });
const update = (seq: number, ...indexes: number[]): RunUpdate => ({
  type: "run", run_id: "r", seq, state: "running", tests: indexes.map(event), total: 4,
});
const over: RunUpdate = { ...update(0, 0, 1, 2, 3), state: "done", done: { verdict: "accepted", message: "", passed: 4, total: 4 } };

function setUp(live: { yes: boolean }) {
  let reads = 0;
  let view: RunView = { id: "r", state: "queued", compile: null, tests: new Map(), total: 0, done: null };
  const watcher = new RunWatcher({
    read: () => (reads++, Promise.resolve(over)), live: () => live.yes, onChange: (run) => (view = run), monotonic: () => Date.now(),
  });
  return { watcher, begin: () => watcher.watch(view), reads: () => reads, view: () => view };
}

test("events in order fill the view without any reading", async () => {
  const { watcher, begin, reads, view } = setUp({ yes: true });
  begin();
  watcher.feed(update(1, 0));
  watcher.feed(update(2, 1, 2));
  await vi.advanceTimersByTimeAsync(SILENT_AFTER - 1);
  expect([...view().tests.keys()]).toEqual([0, 1, 2]);
  expect(reads()).toBe(0);
});

test("a gap is repaired by reading the run", async () => {
  const { watcher, begin, reads, view } = setUp({ yes: true });
  begin();
  watcher.feed(update(1, 0));
  watcher.feed(update(3, 2));
  await vi.advanceTimersByTimeAsync(0);
  expect(reads()).toBe(1);
  expect(view().done?.passed).toBe(4);
});

test("events that overtook the answer with the run's id are not lost", () => {
  const { watcher, begin, view } = setUp({ yes: true });
  watcher.feed(update(1, 0));
  watcher.feed(update(2, 1));
  begin();
  expect([...view().tests.keys()]).toEqual([0, 1]);
});

test("a run that was given back waits again, and what was told of it is void", async () => {
  const { watcher, begin, reads, view } = setUp({ yes: true });
  begin();
  watcher.feed({ ...update(1), compile: { state: "ok", output: "" } });
  watcher.feed(update(2, 0, 1));
  watcher.feed({ ...update(3), state: "queued" });
  expect([view().state, view().compile, view().tests.size]).toEqual(["queued", null, 0]);
  watcher.feed(update(1, 0));
  await vi.advanceTimersByTimeAsync(0);
  expect([view().state, view().tests.size, reads()]).toEqual(["running", 1, 0]);
});

test("without a socket it polls until the run is over, and then no more", async () => {
  const { begin, reads, view } = setUp({ yes: false });
  begin();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(view().done?.verdict).toBe("accepted");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads()).toBe(1);
});

test("an open socket that says nothing is not trusted for ever", async () => {
  const { begin, reads } = setUp({ yes: true });
  begin();
  await vi.advanceTimersByTimeAsync(SILENT_AFTER + 1_000);
  expect(reads()).toBe(1);
});
