import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SaveReply } from "../src/sending";
import type { Save } from "../src/protocol";
import { ANSWER_WITHIN, SaveRoute } from "../src/saving";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const save = (client_seq: number): Save => ({ type: "save", question: "q", language: "python", code: "", client_id: "t", client_seq, base_rev: 0 });
const reply = (client_seq: number): SaveReply => ({
  type: "saved", question: "q", language: "python", client_seq, rev: 1, saved_at: "", server_now: "", deadline: null, status: "active",
});

test("over an open socket each answer finds its own save", async () => {
  const route = new SaveRoute(() => true, () => Promise.reject(new Error("not over HTTP")));
  const [first, second] = [route.send(save(1)), route.send(save(2))];
  route.answered(reply(2));
  route.answered(reply(1));
  expect((await first).client_seq).toBe(1);
  expect((await second).client_seq).toBe(2);
});

test("without a socket it goes over HTTP", async () => {
  const route = new SaveRoute(() => false, (s) => Promise.resolve(reply(s.client_seq)));
  expect((await route.send(save(9))).client_seq).toBe(9);
});

test("no answer within 8 s, or a lost socket, is a failure that is tried again", async () => {
  const route = new SaveRoute(() => true, () => Promise.reject(new Error()));
  const late = expect(route.send(save(1))).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN);
  await late;
  const lost = expect(route.send(save(2))).rejects.toThrow();
  route.dropped();
  await lost;
});
