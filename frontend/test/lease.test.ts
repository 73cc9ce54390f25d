import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HTTP_AFTER, Lease, leaveMark, takeMark } from "../src/lease";
import type { Claim } from "../src/protocol";
import { MemoryStorage } from "./storage";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The server's side, by its rules: one holder; `take` and `before` move it. */
class Pen {
  holder = "";
  open = true;
  claims: Claim[] = [];
  tabs: Lease[] = [];

  tab(page: string, before = ""): { lease: Lease; told: boolean[] } {
    const told: boolean[] = [];
    const lease = new Lease({
      page, before, onChange: (held) => told.push(held),
      overSocket: (claim) => this.open && (this.claims.push(claim), queueMicrotask(() => this.decide(claim)), true),
      overHttp: (claim) => (this.claims.push(claim), this.decide(claim), Promise.resolve({ holder: this.holder })),
    });
    this.tabs.push(lease);
    return { lease, told };
  }

  private decide({ client_id, take, before }: Claim): void {
    if (!this.holder || take || before === this.holder) this.holder = client_id;
    for (const tab of this.tabs) tab.heard({ holder: this.holder });
  }
}

test("the first page writes, a second one reads, and they change places", async () => {
  const pen = new Pen();
  const a = pen.tab("a");
  a.lease.claim();
  await vi.advanceTimersByTimeAsync(0);
  const b = pen.tab("b");
  b.lease.claim();
  await vi.advanceTimersByTimeAsync(0);
  expect([a.told, b.told, b.lease.readOnly]).toEqual([[true], [false], true]);
  b.lease.take();
  await vi.advanceTimersByTimeAsync(0);
  expect([a.told, b.told]).toEqual([[true, false], [false, true]]);
});

test("until the server has spoken one may write", () => {
  expect(new Pen().tab("a").lease.readOnly).toBe(false);
});

test("a refused save says that the pen is elsewhere, once", () => {
  const { lease, told } = new Pen().tab("a");
  lease.lost();
  lease.lost();
  expect([told, lease.readOnly]).toEqual([[false], true]);
});

test("without a socket it asks over HTTP", async () => {
  const pen = new Pen();
  pen.open = false;
  const { lease, told } = pen.tab("a");
  lease.start();
  await vi.advanceTimersByTimeAsync(HTTP_AFTER - 1);
  expect(pen.claims).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual([true]);
});

test("where nobody holds it any more, who is here asks again", async () => {
  const pen = new Pen();
  const { lease, told } = pen.tab("a");
  lease.claim();
  await vi.advanceTimersByTimeAsync(0);
  pen.holder = "";
  lease.heard({ holder: "" });
  await vi.advanceTimersByTimeAsync(0);
  expect([pen.holder, told]).toEqual(["a", [true]]);
});

test("a reload names the page before it, as long as the server has not answered", async () => {
  const pen = new Pen();
  pen.holder = "a";
  const { lease } = pen.tab("a2", "a");
  lease.claim();
  await vi.advanceTimersByTimeAsync(0);
  lease.claim();
  expect(pen.claims.map((claim) => claim.before)).toEqual(["a", undefined]);
  expect(pen.holder).toBe("a2");
});

test("the mark of the page that left is read once, by the same session only", () => {
  const storage = new MemoryStorage();
  leaveMark("session", "a", storage);
  expect([takeMark("other", storage), takeMark("session", storage), takeMark("session", storage)]).toEqual(["", "a", ""]);
  leaveMark("session", "a", null);
  expect(takeMark("session", null)).toBe("");
});
