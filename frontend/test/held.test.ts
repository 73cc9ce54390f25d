import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AFTER_LAST_KEY } from "../src/pacing";
import { fitting } from "../src/saving";
import { browserStorage, LocalHeldStore } from "../src/store";
import { Server, tab } from "./server";
import { MemoryStorage } from "./storage";

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function full(): Storage {
  const storage = new MemoryStorage();
  storage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  return storage;
}

function left(storage: Storage, page: string, code: string, at: number): void {
  const held = { question: "q", language: "python", code, base_rev: 1, sent: null, changes: 2, at };
  expect(new LocalHeldStore("session", page, storage).put(held)).toBe(true);
}

test("a full storage loses nothing while the page lives, and the page does not claim to hold it", async () => {
  const server = new Server();
  const { queue, states } = tab(server, full());
  server.online = false;
  queue.edit("q", "python", "text");
  await vi.advanceTimersByTimeAsync(AFTER_LAST_KEY);
  expect(states.at(-1)).toEqual({ kind: "held", changes: 1, kept: false });
  server.online = true;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(server.text()).toBe("text");
});

test("storage: across tabs, else in this tab, else nowhere", () => {
  const [local, session] = [new MemoryStorage(), new MemoryStorage()];
  expect(browserStorage({ localStorage: local, sessionStorage: session })).toBe(local);
  expect(browserStorage({ localStorage: full(), sessionStorage: session })).toBe(session);
  const forbidden = {
    get localStorage(): Storage {
      throw new DOMException("no", "SecurityError");
    },
    get sessionStorage(): Storage {
      throw new DOMException("no", "SecurityError");
    },
  };
  expect(browserStorage(forbidden)).toBeNull();
  expect([local.length, session.length]).toEqual([0, 0]);
});

test("two pages left different texts: the newest goes on, the other is offered and kept until the choice", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  left(storage, "old", "older text", 1);
  left(storage, "older", "newest text", 2);
  const { queue, conflicts, states, store } = tab(server, storage, "now");
  queue.know("q", { language: "python", code: "stored", rev: 1, saved_at: "2026-03-02T09:00:00Z" });
  expect(queue.adopt(store.takeOthers()).map((held) => held.code)).toEqual(["newest text"]);
  expect(conflicts).toMatchObject([{ mine: "newest text", current: { code: "older text" }, from: "device" }]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([server.saves.length, states.at(-1)]).toEqual([0, { kind: "conflict" }]);
  const kept = Array.from({ length: storage.length }, (_, i) => storage.getItem(storage.key(i)!)!).join();
  expect([kept.includes("older text"), kept.includes("newest text")]).toEqual([true, true]); // a crash loses neither

  queue.resolve("q", "python", "theirs");
  await vi.advanceTimersByTimeAsync(0);
  expect(server.text()).toBe("older text");
  expect(states.at(-1)?.kind).toBe("saved");
  expect(storage.length).toBe(0);
});

test("what was typed here already is not replaced by what an earlier page left: the candidate chooses", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  left(storage, "old", "left over", 1);
  const { queue, conflicts, store } = tab(server, storage, "now");
  queue.edit("q", "python", "typed here");
  expect(queue.adopt(store.takeOthers())).toEqual([]);
  expect(conflicts[0]).toMatchObject({ mine: "typed here", current: { code: "left over" } });
  queue.resolve("q", "python", "mine");
  await vi.advanceTimersByTimeAsync(0);
  expect(server.text()).toBe("typed here");
  expect(storage.length).toBe(0);
});

test("what was left and is stored already is no other version, although one types on at once", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  left(storage, "old", "last words", 1);
  const { queue, conflicts, store } = tab(server, storage, "now");
  queue.know("q", { language: "python", code: "last words", rev: 4, saved_at: "2026-03-02T09:00:00Z" });
  queue.edit("q", "python", "last words, and more");
  expect(queue.adopt(store.takeOthers())).toEqual([]);
  expect(conflicts).toEqual([]);
  expect(await queue.flush()).toBe(true);
  expect(server.text()).toBe("last words, and more");
});

test("three texts are offered one after the other", () => {
  const server = new Server();
  const storage = new MemoryStorage();
  for (const [page, at] of [["a", 1], ["b", 2], ["c", 3]] as const) left(storage, page, `text of ${page}`, at);
  const { queue, conflicts, store } = tab(server, storage, "now");
  queue.adopt(store.takeOthers());
  queue.resolve("q", "python", "mine");
  queue.resolve("q", "python", "theirs");
  expect(conflicts.map(({ mine, current }) => [mine, current.code])).toEqual([["text of c", "text of b"], ["text of c", "text of a"]]);
});

test("a page that goes away sends what fits into 60 KiB, and leaves the rest on the device", () => {
  const bodies = ["x".repeat(40 * 1024), "ü".repeat(15 * 1024), "y".repeat(10 * 1024)].map((body) => ({ body }));
  expect(fitting(bodies).map(({ body }) => body[0])).toEqual(["x", "y"]);
  expect(fitting([{ body: "z".repeat(60 * 1024 + 1) }])).toEqual([]);
});
