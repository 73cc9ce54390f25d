import { expect, test } from "vitest";
import { PassedSamples } from "../src/passed";

function storage(): Pick<Storage, "getItem" | "setItem"> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test("passed samples outlive a reload, are taken back, and belong to one session", () => {
  const store = storage();
  const first = new PassedSamples("s1", store);
  first.set("a", true);
  first.set("b", true);
  first.set("a", false);
  const again = new PassedSamples("s1", store);
  expect([again.has("a"), again.has("b"), new PassedSamples("s2", store).has("b")]).toEqual([false, true, false]);
});

test("where nothing can be stored they hold as long as the page", () => {
  const full = new PassedSamples("s", { getItem: () => null, setItem: () => { throw new Error("full"); } });
  full.set("a", true);
  expect(full.has("a")).toBe(true);
  const none = new PassedSamples("s", null);
  none.set("a", true);
  expect(none.has("a")).toBe(true);
});
