import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SaveReply } from "../src/sending";
import { AFTER_LAST_KEY, AT_LEAST_EVERY } from "../src/pacing";
import type { Save } from "../src/protocol";
import { type Held, LocalHeldStore } from "../src/store";
import { CLOCK, Server, tab } from "./server";
import { MemoryStorage } from "./storage";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

test("it saves 2 s after the last key", async () => {
  const server = new Server();
  const { queue, states } = tab(server);
  for (const code of ["a", "ab", "abc"]) {
    queue.edit("q", "python", code);
    await vi.advanceTimersByTimeAsync(AFTER_LAST_KEY - 1);
  }
  expect(server.saves).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(server.text()).toBe("abc");
  expect(server.saves.length).toBe(1);
  expect(states.at(-1)).toEqual({ kind: "saved", at: "2026-03-02T09:00:01Z" });
});

test("it saves at least every 10 s while keys keep coming", async () => {
  const server = new Server();
  const { queue } = tab(server);
  for (let i = 0; i < 25; i++) {
    queue.edit("q", "python", "x".repeat(i + 1));
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(server.saves.length).toBe(2);
  expect(server.saves[0]!.code.length * 1000).toBe(AT_LEAST_EVERY);
});

test("what is typed while a save is under way follows it, on the new revision", async () => {
  const server = new Server();
  server.delay = 500;
  const { queue } = tab(server);
  queue.edit("q", "python", "one");
  void queue.flush();
  queue.edit("q", "python", "two");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.saves.map((s) => [s.code, s.base_rev, s.client_seq])).toEqual([["one", 0, 1], ["two", 1, 2]]);
});

test("flush is true when the server has everything, also what was typed last", async () => {
  const server = new Server();
  server.delay = 500;
  const { queue } = tab(server);
  queue.edit("q", "python", "one");
  queue.edit("q2", "cpp", "zwei");
  void queue.flush();
  queue.edit("q", "python", "one more");
  const done = queue.flush();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await done).toBe(true);
  expect([server.text(), server.text("q2", "cpp")]).toEqual(["one more", "zwei"]);
});

test("offline it says how many changes are held, keeps trying, and sends the newest text once", async () => {
  const server = new Server();
  const { queue, states } = tab(server);
  server.online = false;
  for (const code of ["a", "ab", "abc"]) queue.edit("q", "python", code);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states.at(-1)).toEqual({ kind: "held", changes: 3, kept: true });
  server.online = true;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(server.saves.map((s) => s.code)).toEqual(["abc"]);
  expect(states.at(-1)?.kind).toBe("saved");
});

test("unsent text outlives the page and is replayed by the next", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  server.online = false;
  const before = tab(server, storage, "tab-1");
  before.queue.edit("q", "python", "typed offline");
  await vi.advanceTimersByTimeAsync(5_000);
  before.queue.end();

  server.online = true;
  const after = tab(server, storage, "tab-2");
  expect(after.queue.adopt(after.store.takeOthers()).map((h) => h.code)).toEqual(["typed offline"]);
  await vi.advanceTimersByTimeAsync(0);
  expect(server.text()).toBe("typed offline");
  expect(storage.length).toBe(0);
});

test("a text whose acknowledgement was lost with its page is our own, not a conflict", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  const before = tab(server, storage, "tab-1");
  before.queue.edit("q", "python", "first");
  const [save] = before.queue.lastSaves();
  before.queue.edit("q", "python", "first and second");
  await vi.advanceTimersByTimeAsync(500); // kept on the device
  before.queue.end();
  await server.receive(save!); // arrived, and nobody heard the answer

  const after = tab(server, storage, "tab-2");
  after.queue.adopt(after.store.takeOthers()); // the page was rendered before that save arrived
  await vi.advanceTimersByTimeAsync(10_000);
  expect(after.conflicts).toEqual([]);
  expect(server.text()).toBe("first and second");
});

test("a last save that arrives after the next page has saved the same text is no other version", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  const before = tab(server, storage, "tab-1");
  before.queue.edit("q", "python", "first");
  const [last] = before.queue.lastSaves();
  before.queue.end();

  const after = tab(server, storage, "tab-2");
  after.queue.adopt(after.store.takeOthers());
  await vi.advanceTimersByTimeAsync(0);
  await server.receive(last!); // overtaken by the new page's
  after.queue.edit("q", "python", "first and second");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(after.conflicts).toEqual([]);
  expect(server.text()).toBe("first and second");
});

test("what the server already has is not replayed", () => {
  const server = new Server();
  const { queue } = tab(server);
  queue.know("q", { language: "python", code: "same", rev: 4, saved_at: "2026-03-02T09:00:00Z" });
  const held: Held = { question: "q", language: "python", code: "same", base_rev: 3, sent: "same", changes: 2, at: 0 };
  expect(queue.adopt([held])).toEqual([]);
  expect(queue.unsent()).toEqual([]);
});

test("another tab's newer text is never overwritten unseen; the candidate chooses", async () => {
  const server = new Server();
  const first = tab(server, undefined, "tab-1");
  const second = tab(server, undefined, "tab-2");
  first.queue.edit("q", "python", "from the first");
  await first.queue.flush();
  second.queue.edit("q", "python", "from the second");
  await second.queue.flush();
  expect(server.text()).toBe("from the first");
  expect(second.conflicts[0]).toMatchObject({ mine: "from the second", current: { code: "from the first", rev: 1 } });
  expect(second.states.at(-1)).toEqual({ kind: "conflict" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.text()).toBe("from the first");

  second.queue.resolve("q", "python", "mine");
  await vi.advanceTimersByTimeAsync(0);
  expect(server.text()).toBe("from the second");
});

test("theirs: the stored text is taken, and the next edit grows from it", async () => {
  const server = new Server();
  const first = tab(server, undefined, "tab-1");
  const second = tab(server, undefined, "tab-2");
  first.queue.edit("q", "python", "theirs");
  await first.queue.flush();
  second.queue.edit("q", "python", "mine");
  await second.queue.flush();
  second.queue.resolve("q", "python", "theirs");
  expect(second.queue.unsent()).toEqual([]);
  second.queue.edit("q", "python", "theirs, and more");
  expect(await second.queue.flush()).toBe(true);
  expect(server.text()).toBe("theirs, and more");
});

test("a text that is refused is not sent again before it changes", async () => {
  const server = new Server();
  const { queue, states } = tab(server);
  const real = server.receive;
  const { question, language } = { question: "q", language: "python" };
  let refusals = 0;
  Object.assign(queue, {
    options: {
      ...(queue as unknown as { options: object }).options,
      transport: (save: Save) =>
        save.code.length > 3
          ? (refusals++, Promise.resolve({ type: "save_refused", question, language, client_seq: save.client_seq, code: "too_large", message: "at most 3", ...CLOCK }))
          : real(save),
    },
  });
  queue.edit("q", "python", "long");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(refusals).toBe(1);
  expect(states.at(-1)).toEqual({ kind: "refused", message: "at most 3" });
  queue.edit("q", "python", "ok");
  await vi.advanceTimersByTimeAsync(AFTER_LAST_KEY);
  expect(server.text()).toBe("ok");
});

test("each language of a question keeps its own text and revision", async () => {
  const server = new Server();
  const { queue } = tab(server);
  queue.edit("q", "python", "print()");
  await queue.flush();
  queue.edit("q", "cpp", "int main() {}");
  await queue.flush();
  expect([server.text("q", "python"), server.text("q", "cpp")]).toEqual(["print()", "int main() {}"]);
  expect(server.saves.map((s) => s.base_rev)).toEqual([0, 0]);
});

test("a page that may only read holds its text, and sends it when it may write again", async () => {
  const server = new Server();
  const { queue, states, store } = tab(server);
  queue.edit("q", "python", "typed");
  queue.pause();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([server.saves.length, states.at(-1)]).toEqual([0, { kind: "held", changes: 1, kept: true }]);
  expect(queue.lastSaves()).toEqual([]);
  expect(new LocalHeldStore("session", "next", (store as unknown as { storage: Storage }).storage).takeOthers("tab-1")[0]?.code).toBe("typed");
  queue.resume();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.text()).toBe("typed");
});

test("a save that is refused because another page holds the pen pauses the queue", async () => {
  const server = new Server();
  const { queue, states } = tab(server);
  const { receive } = server;
  const refused: Save[] = [];
  Object.assign((queue as unknown as { options: object }).options, {
    transport: (save: Save): Promise<SaveReply> => {
      refused.push(save);
      const { question, language, client_seq } = save;
      return Promise.resolve({ type: "save_refused", question, language, client_seq, code: "lease_elsewhere", message: "elsewhere", ...CLOCK });
    },
  });
  queue.edit("q", "python", "typed");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([refused.length, states.at(-1)]).toEqual([1, { kind: "held", changes: 1, kept: true }]);
  Object.assign((queue as unknown as { options: object }).options, { transport: receive });
  queue.resume();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.text()).toBe("typed");
});
