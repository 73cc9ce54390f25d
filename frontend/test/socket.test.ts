import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveSocket, type SocketState, socketUrl } from "../src/socket";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Wire {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
}

function setUp(random = 0.5, silentAfter = 0) {
  const wires: Wire[] = [];
  const states: SocketState[] = [];
  const heard: { type: string }[] = [];
  const socket = new LiveSocket<{ type: string }, { type: string }>({
    url: "ws://x/live",
    onMessage: (message) => heard.push(message),
    onState: (state) => states.push(state),
    open: () => {
      const wire = new Wire();
      wires.push(wire);
      return wire as unknown as WebSocket;
    },
    random: () => random,
    silentAfter,
  });
  socket.start();
  return { socket, wires, states, heard, last: () => wires.at(-1)! };
}

test("it sends only while it is open", () => {
  const { socket, last } = setUp();
  expect(socket.send({ type: "beat" })).toBe(false);
  last().onopen?.();
  expect(socket.send({ type: "beat" })).toBe(true);
  expect(last().sent).toEqual(['{"type":"beat"}']);
});

test("it comes back, later each time, never later than 30 s, and never in step with others", () => {
  const { wires, last } = setUp(1);
  const delays: number[] = [];
  for (let i = 0; i < 8; i++) {
    const before = wires.length;
    const from = Date.now();
    last().onclose?.({ code: 1006 });
    while (wires.length === before) vi.advanceTimersToNextTimer();
    delays.push(Date.now() - from);
  }
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  const early = setUp(0.1);
  early.last().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(100);
  expect(early.wires.length).toBe(2);
});

test("a connection counts as good when it has said something, not when it opens", () => {
  const { wires, last } = setUp(1);
  for (let i = 0; i < 3; i++) {
    last().onopen?.();
    last().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(1000 * 2 ** i);
    expect(wires.length).toBe(i + 2);
  }
  last().onmessage?.({ data: '{"type":"welcome"}' });
  last().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(1000);
  expect(wires.length).toBe(5);
});

test("a refusal by the server is final", () => {
  const { socket, wires, states, last } = setUp();
  last().onclose?.({ code: 4403 });
  vi.advanceTimersByTime(600_000);
  socket.hurry();
  socket.reset();
  expect(wires.length).toBe(1);
  expect(states.at(-1)).toBe("refused");
});

test("reset drops a connection that no longer answers; nothing late is heard from it", () => {
  const { socket, wires, heard, last } = setUp();
  const first = last();
  const listener = first.onmessage;
  first.onopen?.();
  socket.reset();
  expect(first.closed).toBe(true);
  expect(first.onmessage).toBeNull();
  expect(listener).not.toBeNull();
  expect(wires.length).toBe(2);
  expect(heard).toEqual([]);
});

test("hurry connects at once while it waits, and does nothing while it is open", () => {
  const { socket, wires, last } = setUp(1);
  last().onclose?.({ code: 1006 });
  socket.hurry();
  expect(wires.length).toBe(2);
  last().onopen?.();
  socket.hurry();
  expect(wires.length).toBe(2);
});

test("after stop nothing happens", () => {
  const { socket, wires, last } = setUp();
  const wire = last();
  socket.stop();
  wire.onclose?.({ code: 1006 });
  vi.advanceTimersByTime(100_000);
  expect(wires.length).toBe(1);
});

test("the address follows the page's scheme", () => {
  expect(socketUrl("/s/1/live", "https://x.example/s/1/")).toBe("wss://x.example/s/1/live");
  expect(socketUrl("/s/1/live", "http://x.example:8000/s/1/")).toBe("ws://x.example:8000/s/1/live");
});

test("one that is open and says nothing for long is dropped, and opened anew", () => {
  const { socket, wires, last, states } = setUp(0.5, 1_000);
  last().onopen?.();
  vi.advanceTimersByTime(999);
  last().onmessage?.({ data: '{"type":"rows"}' });
  vi.advanceTimersByTime(999);
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect([wires.length, wires[0]!.closed, states.at(-1)]).toEqual([2, true, "connecting"]);
  socket.stop();
  vi.advanceTimersByTime(5_000);
  expect(wires).toHaveLength(2);
});
