import { beforeEach, expect, test, vi } from "vitest";
import type { Signals } from "../src/protocol";
import { LARGE, SignalLog, SILENCE } from "../src/signals";

let now: number;
let open: boolean;
let sent: Signals[];
let put: Omit<Signals, "type">[];
let log: SignalLog;

beforeEach(() => {
  vi.useFakeTimers();
  [now, open, sent, put] = [1_000_000, true, [], []];
  log = new SignalLog({
    page: "p", question: () => "q", monotonic: () => now,
    overSocket: (message) => open && Boolean(sent.push(message)),
    overHttp: (body) => (put.push(body), Promise.resolve()),
  });
});

function insert(size = LARGE, silence = SILENCE): void {
  log.shown("q", 10);
  now += silence;
  log.edited("q", 10 + size);
}

test("much text after a long silence is noticed, with both", () => {
  insert();
  expect(sent).toEqual([{ type: "signals", page: "p", signals: [{ n: 1, kind: "large_insertion", ago_ms: 0, size: LARGE, question: "q", duration_ms: SILENCE }] }]);
});

test.each([[LARGE - 1, SILENCE], [LARGE, SILENCE - 1]])("%i characters after %i ms are not", (size, silence) => {
  insert(size, silence);
  expect(sent).toEqual([]);
});

test("typing ends the silence", () => {
  insert(1);
  log.edited("q", 1000);
  expect(sent).toEqual([]);
});

test("another text on screen is no insertion", () => {
  now += SILENCE;
  log.shown("q", 5000);
  log.edited("q", 5001);
  log.edited("new", 5000);
  expect(sent).toEqual([]);
});

test("what is not answered is sent again with the next, and then no more; its age grows", () => {
  insert();
  insert();
  expect(sent.at(-1)!.signals.map(({ n, ago_ms }) => [n, ago_ms])).toEqual([[1, SILENCE], [2, 0]]);
  log.kept(2);
  log.flush();
  expect(sent.length).toBe(2);
});

test("without a socket it goes over HTTP after a while, once", async () => {
  open = false;
  insert();
  expect(put).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(put.map(({ signals }) => signals.map(({ n }) => n))).toEqual([[1]]);
  await vi.advanceTimersByTimeAsync(60_000);
  log.flush();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(put.length).toBe(1);
});

test("twenty at a time, and a hundred held at most", () => {
  open = false;
  for (let i = 0; i < 150; i++) insert();
  open = true;
  log.flush();
  const seen: number[] = [];
  while (sent.length && seen.length < 1000 && sent.at(-1)!.signals.at(-1)!.n !== seen.at(-1)) {
    seen.push(...sent.at(-1)!.signals.map(({ n }) => n));
    log.kept(seen.at(-1)!);
  }
  expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(Math.max(...sent.map(({ signals }) => signals.length))).toBe(20);
});
