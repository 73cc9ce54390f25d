import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ANSWER_WITHIN, Heartbeat, HTTP_EVERY, SOCKET_EVERY } from "../src/heartbeat";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function heart(open: { yes: boolean }): { heart: Heartbeat; beats: { socket: number; http: number; silent: number } } {
  const beats = { socket: 0, http: 0, silent: 0 };
  const made = new Heartbeat(
    {
      overSocket: () => (open.yes ? (beats.socket++, true) : false),
      overHttp: () => (beats.http++, Promise.reject(new Error("offline"))),
      onSilence: () => beats.silent++,
    },
    () => Date.now(),
  );
  return { heart: made, beats };
}

test("over an open socket it beats at once and every 15 s", () => {
  const { heart: h, beats } = heart({ yes: true });
  h.start();
  expect(beats.socket).toBe(1);
  for (let i = 0; i < 4; i++) {
    h.heard();
    vi.advanceTimersByTime(SOCKET_EVERY);
  }
  expect(beats).toEqual({ socket: 5, http: 0, silent: 0 });
});

test("without a socket it beats over HTTP every 30 s, and a failure stops nothing", async () => {
  const { heart: h, beats } = heart({ yes: false });
  h.start();
  await vi.advanceTimersByTimeAsync(2 * HTTP_EVERY);
  expect(beats).toEqual({ socket: 0, http: 3, silent: 0 });
});

test("it goes back to the socket when that is open again", async () => {
  const open = { yes: false };
  const { heart: h, beats } = heart(open);
  h.start();
  open.yes = true;
  await vi.advanceTimersByTimeAsync(SOCKET_EVERY);
  expect(beats).toMatchObject({ socket: 1, http: 1 });
});

test("a socket that does not answer is reported once", () => {
  const { heart: h, beats } = heart({ yes: true });
  h.start();
  vi.advanceTimersByTime(ANSWER_WITHIN - 1);
  expect(beats.silent).toBe(0);
  vi.advanceTimersByTime(1);
  expect(beats.silent).toBe(1);
});

test("an answer in time is no silence, and a stopped heart is still", () => {
  const { heart: h, beats } = heart({ yes: true });
  h.start();
  vi.advanceTimersByTime(ANSWER_WITHIN - 1);
  h.heard();
  vi.advanceTimersByTime(2);
  expect(beats.silent).toBe(0);
  h.stop();
  vi.advanceTimersByTime(10 * SOCKET_EVERY);
  expect(beats.socket).toBe(1);
});
